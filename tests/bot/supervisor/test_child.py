import asyncio
import sys

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
    await crew.succeed(second, note)
    if not await health.is_ready(first.health):
        events.append("first ended")
    await crew.stop()
    file.close()
    return events


def test_a_replaced_child_that_fails_is_tried_again(tmp_path, keeper):
    said: list[str] = []
    asyncio.run(replacement(tmp_path, keeper, said))
    assert said[0].startswith("answers ended while it was starting: broken settings.")
    assert said[1] == "answers ended with code 1; starting it again in 0.5 s"


async def replacement(home, keeper: Keeper, said: list[str]) -> None:
    file = run_file.RunFile(home)
    crew = Crew(file, keeper, home, said.append, {})
    await crew.start(small_crew.answering("answers"))
    command = [sys.executable, "-c", "raise SystemExit('broken settings')"]
    await crew.replace(Service("answers", command, {}, "http://127.0.0.1:9/"))
    while len(said) < 2:
        await asyncio.sleep(0.01)
    await crew.stop()
    file.close()
