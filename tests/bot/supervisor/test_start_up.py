"""What is started in the end, with small processes in the places of the real ones."""

import asyncio
import json

import pytest

from bot.supervisor import address, environments, run_file, services, start_up
from bot.supervisor.crew import Crew
from bot.supervisor.keeper import Keeper
from bot.supervisor.preparation import Preparation, steps_named
from tests.bot.supervisor import small_crew

FACTS = {"database_url": "sqlite://", "remarks": [], "rasa_slots": 3, "rasa_memory_mb": 900}
RESULTS = {
    "check": FACTS,
    "database": {"remarks": []},
    "encoder": "e",
    "index": {"generation": "i", "remarks": ["es: 2 never found"]},
    "model": "m",
}


@pytest.fixture
def crew(tmp_path):
    file, keeper = run_file.RunFile(tmp_path), Keeper()
    yield Crew(file, keeper, tmp_path, lambda _: None, {})
    keeper.close()
    file.close()


@pytest.fixture
def preparation(tmp_path, monkeypatch):
    """Steps that are done at once, in environments that are there."""
    monkeypatch.setattr(environments, "is_current", lambda _: True)
    keeper = Keeper()
    steps = steps_named(*start_up.STEPS)
    ready = Preparation(tmp_path, tmp_path, {"PATH": "/bin:/usr/bin"}, steps, keeper, lambda _: 0)
    cases = "\n".join(
        f"{name}) echo '{json.dumps({'result': each})}';;" for name, each in RESULTS.items()
    )
    ready.python = tmp_path / "python"
    ready.python.touch(0o755)
    ready.python.write_text(f"#!/bin/sh\ncase $3 in\n{cases}\nesac\n")
    yield ready
    keeper.close()


def small(name):
    return lambda places, variables: small_crew.answering(name, address.free_port())


def small_rasa(places, variables, *, slot=0):
    return small_crew.answering(services.slot_name(slot), places.rasa_ports[slot])


def test_every_slot_is_started_and_the_gateway_can_find_them(
    crew, preparation, tmp_path, monkeypatch
):
    for name in ("actions", "worker", "gateway"):
        monkeypatch.setattr(services, name, small(name))
    monkeypatch.setattr(services, "rasa", small_rasa)
    first = start_up.first_places(tmp_path, tmp_path, address.Address("127.0.0.1", 1))
    starting = start_up.StartUp(preparation, crew, first, lambda: None)

    async def start():
        try:
            places = await starting.run()
            return places, set((run_file.read(tmp_path) or {})["children"])
        finally:
            await crew.stop()

    places, children = asyncio.run(start())
    assert children == {"actions", "worker", "gateway", "rasa", "rasa-2", "rasa-3"}
    assert len(set(places.rasa_ports)) == 3
    written = json.loads((tmp_path / "rasa_slots.json").read_text("utf-8"))
    assert written["addresses"] == list(places.rasa_urls) == list(starting.slots.addresses)
    assert starting.rasa_memory_mb == 900
    told = services.variables_of(places, {})
    assert told["PRIMERA_RASA_ADDRESSES"] == str(starting.slots.path)
