"""What `--watch` does with an edit, with real processes in the places of the four."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.supervisor import address, run_file, services, start_up, watch
from bot.supervisor.child import Service
from bot.supervisor.crew import Crew
from bot.supervisor.edits import STEPS, Edits
from bot.supervisor.keeper import Keeper
from bot.supervisor.preparation import Preparation, steps_named
from bot.supervisor.services import Places
from bot.supervisor.slots_file import SlotsFile
from tests.bot.supervisor import small_crew

NAMES = ("actions", "rasa", "worker", "gateway")
PATIENCE_SECONDS = 15.0
REMARK = "es: 2 never found"  # what the index says of itself


class Scene:
    """A running crew whose workspace is edited; `broken` are children that no longer start."""

    def __init__(self, home: Path, file: run_file.RunFile, keeper: Keeper) -> None:
        self.home = home
        self.said: list[str] = []
        self.broken: set[str] = set()
        self.crew = Crew(file, keeper, home, self.said.append, {})
        self.slots = SlotsFile(home)
        where = address.Address("127.0.0.1", address.free_port())
        self.places = start_up.first_places(home, home, where).having(encoder="e", model="m")
        built = {"generation": "i", "remarks": [REMARK]}
        self.steps = {"check": {}, "encoder": "e", "index": built, "model": "m"}
        self.preparation = Preparation(
            home, home, {"PATH": "/bin:/usr/bin"}, steps_named(*STEPS), keeper, self.said.append
        )
        self.preparation.python = home / "python"
        self.preparation.python.touch(0o755)

    def answers(self, step: str, line: dict[str, object]) -> None:
        """What a step of the preparation will say."""
        lines = {name: {"result": result} for name, result in self.steps.items()} | {step: line}
        cases = "\n".join(f"{name}) echo '{json.dumps(each)}';;" for name, each in lines.items())
        self.preparation.python.write_text(f"#!/bin/sh\ncase $3 in\n{cases}\nesac\n")

    def service(self, name: str) -> services.ServiceOf:
        def service_of(places: Places, variables: object, **slot: int) -> Service:
            ports = {
                "actions": places.actions_port,
                "rasa": places.rasa_ports[0],
                "gateway": places.gateway.port,
            }
            if name in self.broken:
                return small_crew.broken(name)
            return small_crew.answering(name, ports.get(name))

        return service_of

    def pids(self) -> dict[str, int]:
        children = (run_file.read(self.home) or {})["children"]
        return {name: child["pid"] for name, child in children.items()}

    async def edited(self, file: str, until: Callable[[], bool]) -> None:
        """Starts everything, edits a file, waits; then stops everything."""
        for name in NAMES:
            await self.crew.start(self.service(name)(self.places, {}))
        self.before = self.pids()
        self.slots.write(self.places.rasa_urls)
        edits = Edits(self.preparation, self.crew, self.places, self.slots)
        following = asyncio.ensure_future(edits.follow())
        try:
            await asyncio.sleep(0)
            (self.home / file).parent.mkdir(parents=True, exist_ok=True)
            (self.home / file).write_text("edited")
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not until():
                    await asyncio.sleep(0.01)
            self.after = self.pids()
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await self.crew.stop()

    def changed(self) -> set[str]:
        return {name for name in NAMES if self.before[name] != self.after[name]}

    def has_said(self, words: str) -> bool:
        return any(words in line for line in self.said)


@pytest.fixture
def scene(tmp_path, monkeypatch):
    file, keeper = run_file.RunFile(tmp_path), Keeper()
    made = Scene(tmp_path, file, keeper)
    made.answers("check", {"result": {}})
    for name in NAMES:
        monkeypatch.setattr(services, name, made.service(name))
    monkeypatch.setattr(watch, "LOOK_SECONDS", 0.02)
    yield made
    keeper.close()
    file.close()


def play(scene: Scene, file: str, words: str) -> None:
    asyncio.run(scene.edited(file, lambda: scene.has_said(words)))


def test_an_edit_of_the_desk_reaches_every_process(scene):
    play(scene, "actions/desk.yml", "The edit is live.")
    assert scene.changed() == set(NAMES)
    assert scene.said == ["Edited: desk", REMARK, "The edit is live."]


def test_an_edit_that_changes_only_the_index_starts_nothing_anew(scene):
    play(scene, "kb_index/articles/es/a.md", "The edit is live.")
    assert scene.changed() == set()


def test_a_new_model_leaves_the_worker_alone(scene):
    scene.answers("model", {"result": "new"})
    play(scene, "nlu_data/nlu/es/ask.yml", "The edit is live.")
    assert scene.changed() == {"actions", "rasa", "gateway"}
    (moved,) = scene.slots.addresses  # where the gateway looks for Rasa
    assert moved != scene.places.rasa_urls[0]


@pytest.mark.parametrize("name", ["actions", "rasa", "worker"])
def test_where_a_successor_does_not_start_nothing_changes_and_it_is_said(scene, name):
    def breaks() -> bool:
        scene.broken = {name}
        return scene.has_said("could not be applied")

    asyncio.run(scene.edited("actions/desk.yml", breaks))
    assert scene.changed() == set()
    last = scene.said[-1]
    assert last.startswith(
        f"The edit could not be applied: what ran before goes on.\n{name} ended while"
    )
    assert not scene.has_said("live")


def test_a_mistake_that_the_check_finds_starts_nothing_and_is_said(scene):
    scene.answers("check", {"error": "desk.yml, line 3: no team"})
    play(scene, "actions/desk.yml", "could not be applied")
    assert scene.changed() == set()
    assert scene.said[-1].endswith("goes on.\ndesk.yml, line 3: no team")


def test_a_gateway_that_does_not_start_with_an_edit_comes_back_without_it(scene):
    def breaks() -> bool:
        if scene.has_said("Edited"):
            scene.broken = {"gateway"}
        return scene.has_said("could not be applied")

    asyncio.run(scene.edited("bot/settings.yml", breaks))
    assert scene.changed() == {"gateway"}
    assert scene.slots.addresses == scene.places.rasa_urls
    assert scene.said[1:3] == [REMARK, "gateway is back"]
    assert scene.said[3].startswith("The edit could not be applied: what ran before goes on.")


def test_what_could_not_be_applied_is_applied_with_the_next_edit(scene):
    touched = scene.home / "kb_index" / "articles" / "a.md"

    def corrected() -> bool:
        if not scene.has_said("could not be applied"):
            scene.broken = {"worker"}
        elif scene.broken:
            scene.broken = set()
            touched.parent.mkdir(parents=True)
            touched.write_text("edited")
        return scene.has_said("The edit is live.")

    asyncio.run(scene.edited("actions/desk.yml", corrected))
    assert scene.changed() == set(NAMES)
