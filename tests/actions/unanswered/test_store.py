"""Questions stay until a lead closes them."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from actions.conversations.message import Message
from actions.conversations.transcript import append, locked_seq
from actions.database import reading
from actions.unanswered import NoSuchQuestion, UnansweredStore
from actions.unanswered.collector import Collector
from actions.unanswered.tables import unanswered_questions as table
from actions.unanswered.transcripts import answered_by_a_person
from tests.actions.unanswered.conversations import ask, plain_redactor


@pytest.fixture
def unanswered(database, conversations, now):
    for number, text in enumerate(("¿regalos?", "¿radios?", "¿bodas?")):
        ask(conversations, now=now + timedelta(minutes=number), text=text)
    Collector(database, plain_redactor, clock=lambda: now).collect()
    return UnansweredStore(database)


def open_texts(unanswered, most=10):
    return [question.question for question in unanswered.open(most=most)]


def test_the_newest_are_read_in_the_order_they_were_asked(unanswered):
    assert open_texts(unanswered) == ["¿regalos?", "¿radios?", "¿bodas?"]
    assert open_texts(unanswered, most=2) == ["¿radios?", "¿bodas?"]
    assert unanswered.waiting() == 3


def test_closed_with_an_article_or_a_reason_they_are_off_the_list_until_reopened(unanswered, now):
    first, second, third = unanswered.open(most=10)
    unanswered.close([first.id, second.id], article="gift-cards", reason="", now=now)
    unanswered.close([third.id], article=None, reason="not our trade", now=now)
    assert open_texts(unanswered) == []
    assert unanswered.waiting() == 0
    closed = unanswered.closed(most=10)
    assert [one.closed_with for one in closed] == ["gift-cards", "gift-cards", None]
    assert closed[2].closing == "not our trade"
    unanswered.reopen([second.id])
    assert open_texts(unanswered) == ["¿radios?"]


def test_one_that_is_not_there_closes_nothing(unanswered, now):
    with pytest.raises(NoSuchQuestion, match="primera unanswered list"):
        unanswered.close([1, 99], article=None, reason="x", now=now)
    assert len(open_texts(unanswered)) == 3


def test_what_a_person_wrote_since_is_found(unanswered, database, conversations, now):
    question = unanswered.open(most=1)[0]
    answered = Message(sender="agent", text="Sí, desde 10 €.")
    with database.begin() as connection:
        seq = locked_seq(connection, question.conversation_id) + 1
        append(connection, question.conversation_id, answered, seq=seq, now=question.asked_at)
    with reading(database) as connection:
        conversation, at = question.conversation_id, question.asked_at
        assert answered_by_a_person(connection, conversation, at) == ["Sí, desde 10 €."]
        later = at + timedelta(seconds=1)
        assert answered_by_a_person(connection, conversation, later) == []


def test_what_was_chosen_from_titles_is_a_list_of_its_own(unanswered, database, now):
    asked = unanswered.open(most=10)[0]
    with database.begin() as connection:
        row = table.c.id == asked.id
        connection.execute(update(table).where(row).values(why="chosen", article="gift-cards"))
    assert open_texts(unanswered) == ["¿radios?", "¿bodas?"]
    assert [one.article for one in unanswered.chosen(most=10)] == ["gift-cards"]
