import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.supervisor import health, run_file
from bot.supervisor.child import Child, Service, child_variables
from bot.supervisor.crew import Crew
from bot.supervisor.errors import ChildStopped
from bot.supervisor.keeper import Keeper
from tests.bot.supervisor import small_crew


@pytest.fixture
def keeper():
    kept = Keeper()
    yield kept
    kept.close()


def child_of(code: str, tmp_path, keeper: Keeper, **facts) -> Child:
    command = [sys.executable, "-c", code]
    service = Service("small", command, {}, "http://127.0.0.1:9/", **facts)
    return Child(service, tmp_path / "small.log", keeper, print)


def test_a_child_that_ends_while_starting_is_named_with_its_last_words(tmp_path, keeper):
    child = child_of("print('no such table'); raise SystemExit(3)", tmp_path, keeper)
    with pytest.raises(ChildStopped, match="small ended while it was starting: no such table"):
        asyncio.run(child.start())


def test_a_child_that_never_answers_is_given_up(tmp_path, keeper):
    child = child_of("import time; time.sleep(60)", tmp_path, keeper, ready_within=0.3)
    with pytest.raises(ChildStopped, match=r"small did not answer within 0 s"):
        asyncio.run(child.start())
    assert child.state()["state"] == "stopped"


def test_a_child_gets_no_variables_that_bend_its_python():
    got = child_variables({"PYTHONPATH": "x", "HOME": "/h"}, PRIMERA_HOME="/p")
    assert "PYTHONPATH" not in got
    assert (got["HOME"], got["PRIMERA_HOME"], got["SANIC_HOST"]) == ("/h", "/p", "127.0.0.1")


def test_a_successor_answers_before_its_predecessor_ends(tmp_path, keeper):
    events = asyncio.run(succession(tmp_path, keeper))
    assert events == ["first answers", "second answers", "first ended"]


async def succession(home, keeper: Keeper) -> list[str]:
    first, second = small_crew.answering("answers"), small_crew.answering("answers")
    file = run_file.RunFile(home)
    crew, events = Crew(file, keeper, home, print, {}), []

    async def note() -> None:
        for name, service in (("first", first), ("second", second)):
            if await health.is_ready(service.health):
                events.append(f"{name} answers")

    await crew.start(first)
    await crew.succeed([second], note)
    if not await health.is_ready(first.health):
        events.append("first ended")
    await crew.stop()
    file.close()
    return events


def test_a_child_that_listens_nowhere_must_live_for_a_while(tmp_path, keeper):
    short = Service("small", [sys.executable, "-c", "print('bad desk')"], {}, settling=10)
    with pytest.raises(ChildStopped, match="small ended while it was starting: bad desk"):
        asyncio.run(Child(short, tmp_path / "small.log", keeper, print).start())


def test_where_a_successor_fails_all_the_first_go_on(crew, tmp_path):
    async def claim() -> None:
        first = [small_crew.answering("one"), small_crew.answering("two")]
        for service in first:
            await crew.start(service)
        before = pids(tmp_path)
        with pytest.raises(ChildStopped, match="two ended while it was starting: broken settings"):
            await crew.succeed([small_crew.answering("one"), small_crew.broken("two")], unwanted)
        assert [await health.is_ready(each.health) for each in first] == [True, True]
        assert pids(tmp_path) == before
        assert crew.is_whole

    asyncio.run(stopping(crew, claim()))


def test_where_what_comes_after_fails_the_successors_end(crew, tmp_path):
    first, second = small_crew.answering("one"), small_crew.answering("one")

    async def refuse() -> None:
        raise ChildStopped("the gateway does not want to")

    async def claim() -> None:
        await crew.start(first)
        with pytest.raises(ChildStopped, match="does not want"):
            await crew.succeed([second], refuse)
        assert await health.is_ready(first.health)
        assert not await health.is_ready(second.health)

    asyncio.run(stopping(crew, claim()))


def test_a_child_whose_replacement_fails_is_again_as_before(crew):
    first = small_crew.answering("answers")

    async def claim() -> None:
        await crew.start(first)
        with pytest.raises(ChildStopped, match="answers ended while it was starting: broken"):
            await crew.replace(small_crew.broken("answers"))
        assert await health.is_ready(first.health)
        assert crew.is_whole

    asyncio.run(stopping(crew, claim()))


@pytest.fixture
def crew(tmp_path, keeper):
    file = run_file.RunFile(tmp_path)
    yield Crew(file, keeper, tmp_path, print, {})
    file.close()


async def stopping(crew: Crew, claim: Coroutine[Any, Any, None]) -> None:
    try:
        await claim
    finally:
        await crew.stop()


async def unwanted() -> None:
    raise AssertionError("not all successors answer")


def pids(home: Path) -> dict[str, int]:
    children = (run_file.read(home) or {})["children"]
    return {name: child["pid"] for name, child in children.items()}
