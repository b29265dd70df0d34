"""Going over to another release, with small processes in the places of the real ones."""

import asyncio
import http.server
import json
import threading
from collections.abc import Callable
from typing import ClassVar

import pytest

from bot.supervisor import address, publishing, run_file, services, start_up
from bot.supervisor.child import Service
from bot.supervisor.crew import Crew
from bot.supervisor.keeper import Keeper
from bot.supervisor.preparation import Preparation, steps_named
from bot.supervisor.publishing import Publishing
from bot.supervisor.slots_file import SlotsFile
from tests.bot.supervisor import small_crew

NAMES = ("actions", "rasa", "worker", "gateway")
PATIENCE_SECONDS = 20.0


class Counts(http.server.BaseHTTPRequestHandler):
    """The gateway's metrics: how many forms earlier releases are kept for."""

    forms: ClassVar[dict[str, float]] = {}

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        for release, count in self.forms.items():
            line = f'primera_forms_on_earlier_release{{release="{release}"}} {count}\n'
            self.wfile.write(line.encode())

    def log_message(self, *arguments: object):
        pass


class Scene:
    """A crew that serves the release `a`; `broken` are children that no longer start."""

    def __init__(self, home, file, keeper, counts, *, warm) -> None:
        self.home = home
        self.said: list[str] = []
        self.broken: set[str] = set()
        self.counts = counts
        self.crew = Crew(file, keeper, home, self.said.append, {})
        self.slots = SlotsFile(home)
        self.warm = warm
        where = address.Address("127.0.0.1", address.free_port())
        first = start_up.first_places(home, home, where)
        self.places = first.having(release=str(home / "models/releases/a"), index="i")
        self.preparation = Preparation(home, home, {}, steps_named(), keeper, self.said.append)

    def service(self, name):
        def service_of(places, variables, **slot) -> Service:
            if name in self.broken:
                return small_crew.broken(name)
            ports = {"actions": places.actions_port, "rasa": places.rasa_ports[0]}
            made = small_crew.answering(name, ports.get(name))
            if name != "gateway":
                return made
            return Service(name, made.command, made.variables, made.health, metrics=self.counts)

        return service_of

    def publish(self, release):
        folder = self.home / "models" / "releases" / release
        folder.mkdir(parents=True, exist_ok=True)
        made = {"model": f"{release}.tar.gz", "index": "i", "encoder": "e"}
        (folder / "release.json").write_text(json.dumps({"made": made}), "utf-8")
        file = self.home / "models" / "serving.json"
        file.write_text(json.dumps({"release": release}), "utf-8")

    def pids(self):
        children = (run_file.read(self.home) or {})["children"]
        return {name: child["pid"] for name, child in children.items()}

    def state(self):
        return run_file.read(self.home) or {}

    async def play(self, *acts: Callable[[], bool]):
        """Starts everything; each act is repeated until it says that it is done."""
        for name in NAMES:
            await self.crew.start(self.service(name)(self.places, {}))
        self.slots.release = self.places.release
        self.slots.write(self.places.rasa_urls)
        self.before = self.pids()
        duty = Publishing(self.preparation, self.crew, self.places, self.slots, warm=self.warm)
        following = asyncio.ensure_future(duty.follow())
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                for act in acts:
                    while not act():
                        assert not following.done(), following.exception()
                        await asyncio.sleep(0.02)
            self.after = self.pids()
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await self.crew.stop()


@pytest.fixture
def counts():
    Counts.forms = {}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counts)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/metrics"
    server.shutdown()
    server.server_close()


@pytest.fixture
def scene_with(tmp_path, monkeypatch, counts):
    file, keeper = run_file.RunFile(tmp_path), Keeper()
    monkeypatch.setattr(publishing, "LOOK_SECONDS", 0.02)

    def make(*, warm: float) -> Scene:
        made = Scene(tmp_path, file, keeper, counts, warm=warm)
        for name in NAMES:
            monkeypatch.setattr(services, name, made.service(name))
        return made

    yield make
    keeper.close()
    file.close()


def does(act):
    """An act that is over when it is done."""

    def done() -> bool:
        act()
        return True

    return done


def test_a_release_gets_processes_of_its_own_and_the_gateway_stays(scene_with):
    scene = scene_with(warm=600.0)
    asyncio.run(
        scene.play(does(lambda: scene.publish("b")), lambda: scene.state().get("release") == "b")
    )
    before, after = scene.before, scene.after
    assert all(after[name] != before[name] for name in ("actions", "rasa", "worker"))
    assert after["gateway"] == before["gateway"]
    beside = [name for name in after if " of a at " in name]
    assert {after[name] for name in beside} == {before["actions"], before["rasa"]}
    written = json.loads(scene.slots.path.read_text("utf-8"))
    assert written["release"].endswith("/b")
    assert list(written["earlier"]) == ["a"]
    assert written["addresses"] != written["earlier"]["a"]
    told = scene.crew.child("gateway").service.variables
    assert told["PRIMERA_RELEASE"].endswith("/b")


def test_what_served_before_goes_when_no_form_is_left_on_it(scene_with):
    scene = scene_with(warm=0.0)
    Counts.forms = {"a": 1}
    looked = 0

    def stays_a_while() -> bool:
        nonlocal looked
        looked += scene.state().get("release") == "b"
        assert looked == 0 or any(" of a at " in name for name in scene.pids())
        return looked > 20

    asyncio.run(
        scene.play(
            does(lambda: scene.publish("b")),
            stays_a_while,
            does(lambda: Counts.forms.update(a=0)),
            lambda: set(scene.pids()) == set(NAMES),
        )
    )
    assert json.loads(scene.slots.path.read_text("utf-8"))["earlier"] == {}


def test_going_back_takes_up_the_processes_that_are_still_there(scene_with):
    scene = scene_with(warm=600.0)
    asyncio.run(
        scene.play(
            does(lambda: scene.publish("b")),
            lambda: scene.state().get("release") == "b",
            does(lambda: scene.publish("a")),
            lambda: scene.state().get("release") == "a",
        )
    )
    for name in ("actions", "rasa", "gateway"):
        assert scene.after[name] == scene.before[name]
    assert scene.slots.addresses == scene.places.rasa_urls
    assert list(scene.slots.earlier) == ["b"]


def test_where_a_process_does_not_start_what_ran_goes_on_and_it_is_said_once(scene_with):
    scene = scene_with(warm=600.0)

    def breaks():
        scene.broken = {"rasa"}
        scene.publish("b")

    asyncio.run(scene.play(does(breaks), lambda: bool(scene.state().get("refused"))))
    assert scene.after == scene.before
    assert scene.state()["refused"]["release"] == "b"
    assert scene.slots.addresses == scene.places.rasa_urls
    assert [line.split(";")[0] for line in scene.said] == ["The release b could not be taken up"]


def test_a_third_publication_lets_the_first_one_go_though_a_form_is_on_it(scene_with):
    scene = scene_with(warm=600.0)
    Counts.forms = {"a": 1, "b": 1, "c": 1}
    asyncio.run(
        scene.play(
            *(
                act
                for release in "bcd"
                for act in (
                    does(lambda release=release: scene.publish(release)),
                    lambda release=release: scene.state().get("release") == release,
                )
            ),
            lambda: not any(" of a at " in name for name in scene.pids()),
        )
    )
    assert list(scene.slots.earlier) == ["b", "c"]
