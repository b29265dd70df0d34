"""The benches of a whole Primera, on a seeded part: nothing lost, nothing doubled, idlers cheap."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.load.idle import idle_cost
from bot.load.messages import Amount, measured
from bot.load.open_model import Load, under_load
from bot.load.primera import Primera

pytestmark = [pytest.mark.rasa, pytest.mark.prove, pytest.mark.timeout(3600)]

WHOLE, PART = Load(), Load(rate=3.0, conversations=10, seconds=24.0)
DAMAGES = ("lost", "doubled", "tickets_lost", "tickets_doubled")
STREAMS, STREAMS_OF_A_PART = 1_000, 100
KB_PER_STREAM = 100
FEW = Amount(turns=4, stock_turns=4, clients=2, each=2)


@pytest.fixture
def primera(running) -> Primera:
    return Primera(running.base_url, running.home)


def test_a_fixed_rate_of_messages_loses_and_doubles_nothing(primera, proof_share):
    load = WHOLE if proof_share == 1 else PART
    found = run(under_load(primera, load, lambda _: None))
    assert found["messages"] == load.rate * load.seconds
    assert found["tickets"] == load.conversations * load.tickets
    assert [found[damage] for damage in DAMAGES] == [0, 0, 0, 0]


def test_an_idle_stream_costs_little_and_is_not_ended(primera, proof_share):
    streams = STREAMS if proof_share == 1 else STREAMS_OF_A_PART
    found = run(idle_cost(primera, streams=streams, messages=3))
    assert found["streams_ended_early"] == 0
    assert found["kb_per_stream"] <= KB_PER_STREAM


def test_stock_rasa_answers_the_same_questions(primera, tmp_path):
    found = run(measured(primera, tmp_path, lambda _: None, amount=FEW))
    for system in ("primera", "stock_rasa"):
        assert found[system]["unanswered"] == 0
        assert 0 < found[system]["p50_ms"] <= found[system]["p95_ms"]
    held = found["primera"]["resident_mb"]
    assert held.keys() >= {"gateway", "rasa", "actions", "worker", "supervisor"}
    assert min(held.values()) > 0


def run(bench: Coroutine[Any, Any, dict[str, Any]]) -> dict[str, Any]:
    """In a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, bench).result()
