"""Erased means gone: from every table, every byte of the files, and from what comes late."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select

from actions.conversations import UnknownConversation
from actions.conversations.tables import dialogue_state
from actions.database import reading
from actions.erased import erased_conversations
from actions.privacy import Erasures
from actions.privacy.erasures import BATCH
from actions.tickets import ErasedConversation
from actions.tickets.outbox import Outbox
from actions.tickets.retry import Judgement, Outcome
from actions.tickets.tables import deliveries, events
from actions.tickets.tables import tickets as ticket_rows
from tests.actions.privacy.planted import CANARY, files_with, plant, rows_with
from tests.actions.tickets.requests import request_for

LEASE = timedelta(seconds=30)


@pytest.fixture
def home(database_url):
    return Path(database_url.removeprefix("sqlite:///")).parent


@pytest.fixture
def erasures(database):
    return Erasures(database)


@pytest.fixture
def planted(database, conversations, tickets, now):
    return plant(database, conversations, tickets, now=now)


def claim(database, now):
    [claimed] = Outbox(database).claim("demo", now=now, until=now + LEASE, limit=1)
    return claimed


def sent(database):
    """(type, state, due, body) of each delivery there is."""
    query = select(
        events.c.type, deliveries.c.state, deliveries.c.next_attempt_at, events.c.body
    ).join(events)
    with reading(database) as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_nothing_of_it_is_in_any_table_or_any_byte_of_the_files(erasures, planted, home, now):
    conversation, _ = planted
    assert len(rows_with(home, CANARY)) > 60
    assert files_with(home, CANARY)
    assert erasures.erase(conversation.id, now=now)
    assert rows_with(home, CANARY) == []
    assert files_with(home, CANARY) == []


def test_other_conversations_stay_as_they_were(
    database, erasures, conversations, tickets, planted, now
):
    other, ticket = plant(database, conversations, tickets, now=now, name="other")
    before = conversations.transcript(other.id)
    erasures.erase(planted[0].id, now=now)
    assert conversations.transcript(other.id) == before
    assert tickets.for_conversation(other.id) == [ticket]


def test_what_is_not_there_cannot_be_erased(erasures, planted, now):
    assert not erasures.erase("cnv_nobody", now=now)
    assert erasures.erase(planted[0].id, now=now)
    assert not erasures.erase(planted[0].id, now=now)


def test_a_ticket_stays_as_a_number_a_team_and_times(erasures, tickets, planted, now):
    conversation, ticket = planted
    erasures.erase(conversation.id, now=now)
    [kept] = tickets.for_conversation(conversation.id)
    assert (kept.number, kept.team, kept.topic) == (ticket.number, ticket.team, ticket.topic)
    assert (kept.created_at, kept.solution_due) == (ticket.created_at, ticket.solution_due)
    assert kept.status == "closed"
    assert kept.sequence == ticket.sequence + 1


def test_what_was_not_sent_yet_is_not_sent_and_help_desks_are_told(
    database, erasures, planted, now
):
    conversation, ticket = planted
    erasures.erase(conversation.id, now=now)
    [(kind, state, due, body)] = sent(database)
    assert (kind, state, due) == ("contact.erased", "pending", now)
    told = json.loads(body)
    assert told["type"] == "contact.erased"
    assert told["data"]["ticket"] == {
        "number": ticket.number,
        "public_id": ticket.public_id,
        "external_ref": None,
        "sequence": ticket.sequence + 1,
    }


def test_what_is_under_way_arrives_first_and_its_end_is_not_noted(database, erasures, planted, now):
    claimed = claim(database, now)
    erasures.erase(planted[0].id, now=now)
    [(kind, _, due, _)] = sent(database)
    assert (kind, due) == ("contact.erased", now + LEASE)
    delivered = Judgement(state="delivered", next_attempt_at=None)
    Outbox(database).record(claimed, Outcome(200), delivered, headers={}, now=now)
    assert [state for _, state, _, _ in sent(database)] == ["pending"]


def test_a_turn_under_way_opens_no_ticket_and_says_nothing(
    erasures, conversations, tickets, planted, now
):
    conversation, _ = planted
    erasures.erase(conversation.id, now=now)
    with pytest.raises(ErasedConversation):
        tickets.open(request_for(f"{conversation.id}:2", conversation_id=conversation.id), now=now)
    with pytest.raises(UnknownConversation):
        conversations.save_contact(conversation.id, name="Ana")
    with pytest.raises(UnknownConversation):
        conversations.notice(conversation.id, in_reply_to=[], text="…", now=now)


def test_what_slipped_in_all_the_same_is_swept_away(database, erasures, planted, home, now):
    conversation, _ = planted
    erasures.erase(conversation.id, now=now)
    state = {"conversation_id": conversation.id, "message_id": "m", "replies": "[]"}
    with database.begin() as connection:
        connection.execute(
            insert(dialogue_state).values(state | {"state": CANARY, "updated_at": 0.0})
        )
    erasures.sweep(now=now + timedelta(minutes=10))
    assert files_with(home, CANARY) == []
    assert len(sent(database)) == 1  # help desks are told once


def test_more_erasures_than_a_statement_takes_are_swept_all_the_same(database, erasures, now):
    erased = [{"conversation_id": f"cnv_{number}", "at": now} for number in range(1_200)]
    late = {"conversation_id": "cnv_1199", "message_id": "m", "replies": "[]", "state": CANARY}
    with database.begin() as connection:
        connection.execute(insert(erased_conversations), erased)
        connection.execute(insert(dialogue_state).values(late | {"updated_at": 0.0}))
    values = []
    listens = (database, "before_cursor_execute", lambda *told: values.append(len(told[3])))
    event.listen(*listens)
    erasures.sweep(now=now + timedelta(minutes=10))
    event.remove(*listens)
    assert max(values) == BATCH
    with reading(database) as connection:
        assert connection.execute(select(dialogue_state)).all() == []


def test_that_it_was_erased_is_itself_forgotten(database, erasures, planted, now):
    erasures.erase(planted[0].id, now=now)
    erasures.sweep(now=now + timedelta(days=29))
    with reading(database) as connection:
        assert len(connection.execute(select(erased_conversations)).all()) == 1
    erasures.sweep(now=now + timedelta(days=31))
    with reading(database) as connection:
        assert connection.execute(select(erased_conversations)).all() == []
        assert connection.execute(select(ticket_rows.c.id)).all()
