"""A slot that has grown too large is renewed: real processes, which say how large they are."""

import asyncio

import pytest

from bot.supervisor import address, run_file, services
from bot.supervisor.ceiling import Ceiling
from bot.supervisor.crew import Crew
from bot.supervisor.keeper import Keeper
from bot.supervisor.slots_file import SlotsFile
from tests.bot.supervisor import small_crew

PATIENCE_SECONDS = 15.0
CEILING_MB, LARGE, SMALL = 2_048, 3_000, 600


@pytest.fixture
def crew(tmp_path):
    file, keeper, said = run_file.RunFile(tmp_path), Keeper(), []
    made = Crew(file, keeper, tmp_path, said.append, {})
    made.said = said
    yield made
    keeper.close()
    file.close()


async def play(crew, tmp_path, *, sizes, until, successor=None):
    """Two slots that hold what `sizes` says, the first of each being (pid → MB) by order of start.

    Returns their addresses and processes before and after.
    """
    slots = SlotsFile(tmp_path)
    ports = [address.free_port() for _ in range(2)]
    names = [services.slot_name(slot) for slot in range(2)]
    for name, port in zip(names, ports, strict=True):
        await crew.start(small_crew.answering(name, port))
    slots.write([services.slot_url(port) for port in ports])
    before = list(slots.addresses), [crew.child(name).process.pid for name in names]
    grown = dict(zip(before[1], sizes, strict=True))
    ceiling = Ceiling(
        crew,
        slots,
        CEILING_MB,
        crew.said.append,
        resident=lambda pid: grown.get(pid, successor or SMALL),
        look=0.02,
    )
    keeping = asyncio.ensure_future(ceiling.keep())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not until():
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)  # another round or ten
        return before, (list(slots.addresses), [crew.child(name).process.pid for name in names])
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await crew.stop()


@pytest.fixture(autouse=True)
def moves(monkeypatch):
    """Small processes are told their port in their command, not by a variable."""
    monkeypatch.setattr(
        services, "at_port", lambda service, port: small_crew.answering(service.name, port)
    )


def has_said(crew, words):
    return lambda: any(words in line for line in crew.said)


def test_only_the_slot_above_the_ceiling_gets_a_successor_elsewhere(crew, tmp_path):
    before, after = asyncio.run(
        play(crew, tmp_path, sizes=(SMALL, LARGE), until=has_said(crew, "took over"))
    )
    assert [old == new for old, new in zip(before[0], after[0], strict=True)] == [True, False]
    assert [old == new for old, new in zip(before[1], after[1], strict=True)] == [True, False]
    assert crew.said == ["rasa-2 held 3000 MB; a new one took over."]


def test_a_new_one_as_large_is_told_and_left_alone_for_a_while(crew, tmp_path):
    asyncio.run(
        play(
            crew,
            tmp_path,
            sizes=(LARGE, SMALL),
            successor=LARGE,
            until=has_said(crew, "raise rasa.memory_mb"),
        )
    )
    assert len(crew.said) == 2


def test_a_successor_that_does_not_start_changes_nothing_and_is_said(crew, tmp_path, monkeypatch):
    monkeypatch.setattr(services, "at_port", lambda service, port: small_crew.broken(service.name))
    before, after = asyncio.run(
        play(crew, tmp_path, sizes=(LARGE, SMALL), until=has_said(crew, "could not be renewed"))
    )
    assert before == after
