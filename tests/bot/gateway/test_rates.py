import math

import pytest
import time_machine
from hypothesis import assume, given
from hypothesis import strategies as st

from actions.allowances import Allowances, Messages, NewConversations, OpenStreams
from bot.gateway.problems import TooManyStreams, TooOften
from bot.gateway.rates import Caller, Rates, seconds_until_free

START = 1_800_000_000.0
ANA, EVA = Caller("198.51.100.1", "shop", "cnv_ana"), Caller("198.51.100.1", "shop", "cnv_eva")
FAR_AWAY = Caller("203.0.113.7", "shop", "cnv_far")


def rates(conversation="3/minute", address="5/minute", site="7/minute", **others):
    messages = Messages(conversation=conversation, address=address, site=site)
    return Rates(Allowances(messages=messages, **others))


def count(rates, caller, times=1):
    for _ in range(times):
        rates.count("messages", caller)


@pytest.fixture(autouse=True)
def at():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def test_a_conversation_an_address_and_a_site_have_each_their_own():
    counted = rates()
    count(counted, ANA, 3)
    with pytest.raises(TooOften):
        count(counted, ANA)
    count(counted, EVA, 2)  # the other conversation, till the address is used up
    with pytest.raises(TooOften):
        count(counted, EVA)
    count(counted, FAR_AWAY, 2)  # the other address, till the site is
    with pytest.raises(TooOften):
        count(counted, FAR_AWAY)


def test_a_refused_request_uses_up_nobodys_allowance():
    counted = rates()
    count(counted, ANA, 3)
    for _ in range(20):
        with pytest.raises(TooOften):
            count(counted, ANA)
    count(counted, EVA, 2)


def test_kinds_are_counted_apart():
    counted = rates(conversations=NewConversations(address="1/hour"))
    counted.count("conversations", Caller("198.51.100.1", "shop"))
    count(counted, ANA)
    with pytest.raises(TooOften):
        counted.count("conversations", Caller("198.51.100.1", "shop"))


def test_the_factor_multiplies_all():
    counted = rates(factor=2)
    count(counted, ANA, 6)
    with pytest.raises(TooOften):
        count(counted, ANA)


@pytest.mark.parametrize("begin", [0, 1, 29.5, 59, 59.9])
def test_who_comes_back_when_told_is_let_in(at, begin):
    at.move_to(START + begin)
    counted = rates(address="100/minute", site="100/minute")
    count(counted, ANA, 3)
    with pytest.raises(TooOften) as refused:
        count(counted, ANA)
    wait = int(refused.value.headers["Retry-After"])
    assert 1 <= wait <= 120
    at.shift(wait)
    count(counted, ANA)


def test_a_long_wait_is_told_in_minutes():
    counted = rates(conversations=NewConversations(address="1/hour"))
    counted.count("conversations", ANA)
    with pytest.raises(TooOften) as refused:
        counted.count("conversations", ANA)
    assert refused.value.sentence == "too-often-minutes"
    assert refused.value.facts["minutes"] == math.ceil(
        int(refused.value.headers["Retry-After"]) / 60
    )


@given(
    amount=st.integers(1, 50),
    before=st.integers(0, 50),
    now=st.integers(0, 50),
    left=st.floats(0.1, 60),
)
def test_the_wait_is_as_long_as_it_must_be_and_no_longer(amount, before, now, left):
    """Checked by the definition: the last window's count fades over this one."""
    before, now = min(before, amount), min(now, amount)

    def fits(after):
        if after < left:
            weighed = before * (left - after) / 60 + now
        else:
            weighed = now * (1 - (after - left) / 60)
        return math.floor(weighed + 1e-9) + 1 <= amount

    assume(not fits(0))
    wait = seconds_until_free(amount, window=60, before=before, now=now, left=left)
    assert fits(wait + 0.01)
    assert wait < 0.02 or not fits(wait - 0.01)


def test_streams_that_are_open_are_counted_until_they_end():
    counted = rates(open_streams=OpenStreams(address=2, site=3))
    with counted.open_stream(ANA):
        with counted.open_stream(EVA):
            with pytest.raises(TooManyStreams):
                counted.refuse_crowd(ANA)
            with counted.open_stream(FAR_AWAY), pytest.raises(TooManyStreams):
                counted.refuse_crowd(Caller("192.0.2.1", "shop"))
        counted.refuse_crowd(ANA)
    assert not counted._open
