"""Slots that are renewed again and again under load: real processes in Rasa's place."""

import asyncio
import os
import sys
from dataclasses import replace

import pytest

from bot.gateway.limits import PATIENCE
from bot.load.open_model import Load, under_load
from bot.load.primera import Primera
from bot.supervisor import address, run_file, services
from bot.supervisor.ceiling import Ceiling
from bot.supervisor.child import Service
from bot.supervisor.crew import Crew
from bot.supervisor.keeper import Keeper
from bot.supervisor.slots_file import SlotsFile

LOAD = Load(rate=30.0, conversations=30, tickets=0.0, seconds=8.0)
CEILING_MB, LARGE = 2_048, 3_000
RENEWALS = 4


def stand_in(name: str, port: int) -> Service:
    command = [sys.executable, "-m", "tests.bot.gateway.stand_in_rasa", str(port)]
    return Service(name, command, dict(os.environ), f"{services.slot_url(port)}/")


@pytest.fixture
def crew(tmp_path):
    file, keeper, said = run_file.RunFile(tmp_path / "run"), Keeper(), []
    made = Crew(file, keeper, tmp_path, said.append, {})
    made.said = said
    yield made
    keeper.close()
    file.close()


def test_nothing_is_lost_or_said_twice_while_slots_are_renewed(crew, serve, unlimited, monkeypatch):
    monkeypatch.setattr(services, "at_port", lambda old, port: stand_in(old.name, port))
    slots = SlotsFile(unlimited.home)
    found_by_file = unlimited.settings.processes.model_copy(
        update={"rasa_urls": (), "rasa_addresses": slots.path}
    )
    settings = unlimited.settings.model_copy(update={"processes": found_by_file})

    async def play():
        ports = [address.free_port() for _ in range(2)]
        for slot, port in enumerate(ports):
            await crew.start(stand_in(services.slot_name(slot), port))
        slots.write([services.slot_url(port) for port in ports])
        http = serve(workspace=replace(unlimited, settings=settings), patience=PATIENCE)
        ceiling = Ceiling(
            crew, slots, CEILING_MB, crew.said.append, resident=lambda _: LARGE, look=0.2, rest=1.0
        )
        keeping = asyncio.ensure_future(ceiling.keep())
        try:
            primera = Primera(str(http.base_url), unlimited.home)
            return await under_load(primera, LOAD, lambda _: None)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await crew.stop()

    found = asyncio.run(play())
    assert (found["messages"], found["lost"], found["doubled"]) == (240, 0, 0)
    assert found["unanswered_at_the_client"] == 0  # not even an honest line
    assert sum("a new one took over" in line for line in crew.said) >= RENEWALS
