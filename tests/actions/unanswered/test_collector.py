"""From conversations to redacted questions, once each."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from actions.conversations.tables import conversations as conversations_table
from actions.privacy import Retention
from actions.redaction import NoModel
from actions.tickets import Contact
from actions.unanswered import UnansweredStore
from actions.unanswered.collector import Collector
from actions.unanswered.store import NewQuestion
from tests.actions.tickets.requests import request_for
from tests.actions.unanswered.conversations import QUESTION, ask, plain_redactor


@pytest.fixture
def unanswered(database):
    return UnansweredStore(database)


@pytest.fixture
def collector(database, now):
    return Collector(database, plain_redactor, clock=lambda: now)


def texts(unanswered):
    return [question.question for question in unanswered.open(most=10)]


def test_a_question_without_an_answer_is_kept_once(conversations, unanswered, collector, now):
    ask(conversations, now=now)
    ask(conversations, now=now, text="¿hacéis envíos?", decision="answer")
    assert collector.collect() == 1
    assert collector.collect() == 0
    (question,) = unanswered.open(most=10)
    assert (question.question, question.language, question.topic) == (QUESTION, "es", "offers")
    assert (question.why, question.asked_at) == ("nothing", now)


def test_a_collector_started_later_keeps_nothing_twice_and_misses_nothing(
    conversations, unanswered, collector, database, now
):
    ask(conversations, now=now)
    collector.collect()
    ask(conversations, now=now + timedelta(minutes=5), text="¿arregláis radios?")
    later = Collector(database, plain_redactor, clock=lambda: now + timedelta(minutes=6))
    assert later.collect() == 1
    assert texts(unanswered) == [QUESTION, "¿arregláis radios?"]


def test_what_was_committed_while_it_collected_is_found_the_next_time(
    conversations, unanswered, collector, now
):
    collector.collect()
    ask(conversations, now=now - timedelta(seconds=10))
    assert collector.collect() == 1


def test_words_are_redacted_with_the_name_the_contact_gave_before_they_are_kept(
    conversations, tickets, unanswered, collector, now
):
    conversation = ask(
        conversations, now=now, text="soy Xoana, card 4111 1111 1111 1111, ¿regalos?"
    )
    contact = Contact("Xoana Brétemas", "x@example.com")
    tickets.open(
        request_for(f"{conversation}:1", conversation_id=conversation, contact=contact), now=now
    )
    collector.collect()
    (question,) = unanswered.open(most=10)
    assert question.question == "soy [name], card [number], ¿regalos?"
    assert question.tickets == ("T-1001",)
    assert "regalos" not in repr(question)


def test_without_a_model_to_redact_with_nothing_is_kept_and_nothing_lost(
    conversations, unanswered, database, now
):
    model = []

    def redactor():
        if not model:
            raise NoModel("There is no trained model.")
        return plain_redactor()

    collector = Collector(database, redactor, clock=lambda: now)
    ask(conversations, now=now)
    with pytest.raises(NoModel):
        collector.collect()
    assert texts(unanswered) == []
    model.append("trained")
    assert collector.collect() == 1


def test_whatever_fails_is_tried_again_and_stops_nothing_else(conversations, database, now):
    failing = [ValueError("half a file"), OSError("gone")]

    def redactor():
        if failing:
            raise failing.pop()
        return plain_redactor()

    async def run():
        stop = asyncio.Event()
        collector = Collector(database, redactor, clock=lambda: now, every=0.01)
        running = asyncio.create_task(collector.run(stop))
        while not texts(UnansweredStore(database)):
            await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(running, 5)

    ask(conversations, now=now)
    asyncio.run(run())
    assert failing == []


def test_why_a_question_is_kept_is_corrected_by_what_the_contact_does_next(
    conversations, unanswered, collector, now
):
    ask(conversations, now=now)
    collector.collect()
    (kept,) = unanswered.open(most=1)
    later = replace(new_question(kept), why="not_helpful", article="return-how")
    assert unanswered.keep([later]) == 0
    (corrected,) = unanswered.open(most=1)
    assert (corrected.why, corrected.article) == ("not_helpful", "return-how")


def new_question(kept):
    return NewQuestion(**{name: getattr(kept, name) for name in NewQuestion.__slots__})


def test_an_erased_conversation_takes_its_questions_along(
    conversations, unanswered, collector, database, now
):
    gone = ask(conversations, now=now)
    ask(conversations, now=now, text="¿arregláis radios?")
    collector.collect()
    with database.begin() as connection:
        row = conversations_table.c.id == gone
        connection.execute(delete(conversations_table).where(row))
    assert texts(unanswered) == ["¿arregláis radios?"]


def test_an_open_question_outlives_a_conversation_whose_time_is_over(
    conversations, unanswered, collector, database, now
):
    ask(conversations, now=now)
    ask(conversations, now=now, text="¿arregláis radios?")
    collector.collect()
    closed = unanswered.open(most=1)[0]
    unanswered.close([closed.id], article=None, reason="no", now=now)
    later = now + timedelta(days=31)
    assert Retention(database, days=30).run(now=later, pause=lambda _: False) == 2
    (left,) = unanswered.open(most=10)
    assert left.conversation_id is None
    assert {left.question, closed.question} == {QUESTION, "¿arregláis radios?"}
    assert unanswered.closed(most=10) == []


def test_it_collects_until_it_is_told_to_stop(conversations, unanswered, collector, now):
    async def run():
        stop = asyncio.Event()
        running = asyncio.create_task(collector.run(stop))
        while not texts(unanswered):
            await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(running, 5)

    ask(conversations, now=now)
    asyncio.run(run())
    assert texts(unanswered) == [QUESTION]
