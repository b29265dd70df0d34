"""From how long a refusal takes nobody learns whether a conversation exists."""

import asyncio
import math
import random
import time

import pytest
from sanic.router import Router

from bot.gateway import binding
from bot.gateway.exchange import Access
from bot.gateway.router import ForgetfulRouter
from bot.gateway.routes import ROUTES
from tests.bot.gateway.conftest import open_chat

# At a thousand one honest run in forty would look like a leak; at so many none does.
PAIRS = 2_500
TOLD_APART = 0.55  # the area under the curve; .5 is guessing
CERTAINTY = 1.645  # standard deviations: 95 % on one side
LEAK_SECONDS = 0.002
GUARDED = [route for route in ROUTES if route.access in (Access.CONVERSATION, Access.RENEWAL)]


def seconds(http, route, conversation_id, headers):
    path = route.path.format(conversation_id=conversation_id, attachment_id="att_x")
    started = time.perf_counter()
    response = http.request(route.method, path, headers=headers, content=b"{")
    taken = time.perf_counter() - started
    assert response.status_code == 404
    return taken


def told_apart(http, mine, strangers, pairs, seed=1):
    """(area under the curve, its standard deviation): how well time tells known from unknown."""
    rng = random.Random(seed)
    known, unknown = [], []
    for number in range(pairs):
        route = GUARDED[number % len(GUARDED)]
        there = rng.choice(strangers).id
        nowhere = there[:-4] + "".join(rng.choices("abcdefgh", k=4))
        for conversation_id, times in rng.sample([(there, known), (nowhere, unknown)], 2):
            times.append(seconds(http, route, conversation_id, mine.headers))
    ranks = {moment: rank for rank, moment in enumerate(sorted(known + unknown), start=1)}
    above = sum(ranks[moment] for moment in known) - pairs * (pairs + 1) / 2
    return above / pairs**2, math.sqrt((2 * pairs + 1) / (12 * pairs**2))


@pytest.fixture
def strangers(http):
    """Other people's conversations, some of them long."""
    chats = [open_chat(http, locale="es") for _ in range(10)]
    for chat in chats[:5]:
        for _ in range(5):
            chat.write("hola", wait=5)
    return chats


def test_time_does_not_tell_whether_a_conversation_is_there(http, chat, strangers):
    told_apart(http, chat, strangers, 50)  # warm
    area, deviation = told_apart(http, chat, strangers, PAIRS)
    assert area + CERTAINTY * deviation <= TOLD_APART
    assert 1 - area + CERTAINTY * deviation <= TOLD_APART  # nor by being quicker


def test_a_leak_of_two_milliseconds_would_be_noticed(http, chat, strangers, monkeypatch):
    honest, there = binding.admit, {each.id for each in strangers}

    async def leaking(gateway, access, *, conversation_id, **asked):
        if conversation_id in there:
            await asyncio.sleep(LEAK_SECONDS)
        return await honest(gateway, access, conversation_id=conversation_id, **asked)

    monkeypatch.setattr(binding, "admit", leaking)
    area, deviation = told_apart(http, chat, strangers, PAIRS // 4)
    assert area - CERTAINTY * deviation > TOLD_APART


def test_an_address_that_its_owner_has_just_used_is_found_no_sooner():
    assert not hasattr(ForgetfulRouter.get, "cache_info")
    assert hasattr(Router.get, "cache_info")  # Sanic's own has a cache: this is why ours is there
