"""A short load on the real gateway, and what its database says of it."""

import asyncio

from bot.load.open_model import Load, under_load
from tests.bot.gateway.stand_in_rasa import echo, reply, said

SHORT = Load(rate=40.0, conversations=20, tickets=0.0, seconds=1.5)
DAMAGES = ("lost", "doubled", "tickets_lost", "tickets_doubled", "unanswered_at_the_client")


def found(served, load=SHORT):
    return asyncio.run(under_load(served, load, lambda _: None))


def test_every_message_is_answered_once(served):
    figures = found(served)
    assert figures["messages"] == 60
    assert [figures[damage] for damage in DAMAGES] == [0, 0, 0, 0, 0]
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]


def test_a_reply_that_is_said_twice_is_counted(served, rasa):
    rasa.say = lambda request: [*echo(request), *echo(request)]
    assert found(served)["doubled"] == 60


def test_two_replies_to_two_questions_are_none(served, rasa):
    rasa.say = lambda request: said(request, reply("This."), reply("And that."))
    assert found(served)["doubled"] == 0


def test_a_ticket_that_is_not_there_is_lost(served):
    """The stand-in opens none."""
    figures = found(served, Load(rate=40.0, conversations=20, tickets=0.1, seconds=1.0))
    assert (figures["tickets"], figures["tickets_lost"], figures["lost"]) == (2, 2, 0)
