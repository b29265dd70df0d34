"""Rounds are made until they are stopped, through failures, and without a needless wait."""

import asyncio
import time

import pytest
from sqlalchemy.exc import OperationalError

from actions.logs import logger
from actions.rounds import make_rounds

WORDS = "my dog is called Canario"


def rounds_of(work, *, every=0.0):
    async def make():
        stop = asyncio.Event()

        async def one_round():
            return work(stop)

        await asyncio.wait_for(make_rounds(stop, one_round, every=every, log=logger("test")), 5)

    asyncio.run(make())


def test_they_are_made_until_they_are_stopped():
    made = []

    def work(stop):
        made.append("round")
        if len(made) == 3:
            stop.set()

    rounds_of(work)
    assert len(made) == 3


def test_a_database_that_does_not_answer_is_asked_again_and_told_without_anybody_s_words(caplog):
    made = []

    def work(stop):
        made.append("round")
        if len(made) == 2:
            stop.set()
            return
        raise OperationalError(WORDS, {}, Exception(WORDS))

    rounds_of(work)
    assert len(made) == 2
    assert "The database does not answer" in caplog.text
    assert WORDS not in caplog.text


def test_what_is_no_fault_of_the_database_ends_them():
    def work(stop):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rounds_of(work)


def test_who_is_stopped_does_not_rest():
    began = time.monotonic()
    rounds_of(lambda stop: stop.set(), every=60.0)
    assert time.monotonic() - began < 5
