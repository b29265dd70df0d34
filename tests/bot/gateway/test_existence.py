"""Time does not tell either whether a conversation is there that somebody has no token for."""

import asyncio
import random
import time
from dataclasses import dataclass

import httpx
import pytest

from bot.gateway.access import admit
from tests.bot.gateway.conftest import open_chat
from tests.results import Results
from tests.telling_apart import auc, upper_bound

pytestmark = pytest.mark.prove

SEED = 6
PAIRS, PAIRS_OF_THE_WHOLE = 600, 4_000
# Chance alone leaves 600 pairs a bound of .53, and 4,000 one of .51.
HIGHEST_BOUND, HIGHEST_OF_THE_WHOLE = 0.60, 0.55
LEAK_SECONDS = 0.002
WARM_UP = 50
KNOWN = 40  # conversations asked for in turn, so that none is the one in some cache


@dataclass(frozen=True)
class Times:
    """Seconds of each answer, pair by pair."""

    there: list[float]
    not_there: list[float]

    @property
    def area(self) -> float:
        return auc(self.not_there, self.there)

    @property
    def bound(self) -> float:
        return upper_bound(self.not_there, self.there, seed=SEED)


def measure(http: httpx.Client, pairs: int) -> Times:
    """Asks with a valid token for others' conversations and for none, in random order."""
    chance = random.Random(SEED)
    asking = open_chat(http, locale="en")
    ids = [open_chat(http, locale="en").id for _ in range(KNOWN)]
    unknown = [ids[-1][:-8] + f"{chance.randrange(16**8):08x}" for _ in range(KNOWN)]
    for chat_id in (*ids, *unknown, *ids[:WARM_UP]):
        seconds(http, chat_id, asking.headers)
    times = Times([], [])
    for pair in range(pairs):
        both = [(times.there, ids[pair % KNOWN]), (times.not_there, unknown[pair % KNOWN])]
        chance.shuffle(both)
        for kept, chat_id in both:
            kept.append(seconds(http, chat_id, asking.headers))
    return times


def seconds(http: httpx.Client, chat_id: str, headers: dict[str, str]) -> float:
    began = time.perf_counter()
    response = http.get(f"/v1/conversations/{chat_id}/messages", headers=headers)
    took = time.perf_counter() - began
    assert response.status_code == 404
    return took


def test_time_does_not_tell_whether_a_conversation_is_there(http, proof_share):
    whole = proof_share == 1
    times = measure(http, PAIRS_OF_THE_WHOLE if whole else PAIRS)
    assert times.bound <= (HIGHEST_OF_THE_WHOLE if whole else HIGHEST_BOUND), times.area
    if whole:
        found = {"pairs": PAIRS_OF_THE_WHOLE, "auc": round(times.area, 3)}
        Results("gateway").add("existence by time", {**found, "bound_95": round(times.bound, 3)})


def test_a_leak_of_two_milliseconds_would_be_seen(serve, monkeypatch):
    """The same method, at a gateway that first looks whether the conversation is there."""

    async def looking(gateway, access, *, conversation_id, **given):
        if await gateway.blocking(gateway.conversations.get, conversation_id) is not None:
            await asyncio.sleep(LEAK_SECONDS)
        return await admit(gateway, access, conversation_id=conversation_id, **given)

    monkeypatch.setattr("bot.gateway.binding.admit", looking)
    times = measure(serve(), PAIRS)
    assert times.area > HIGHEST_BOUND
