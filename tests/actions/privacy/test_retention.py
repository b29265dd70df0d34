"""What was kept as long as the company says goes by itself, a few at a time."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from actions.conversations.tables import conversations as conversation_rows
from actions.database import engine, reading
from actions.privacy import Due, Retention
from actions.privacy.retention import BATCH, _silent
from actions.tickets import Change
from actions.tickets.tables import deliveries
from tests.actions.privacy.planted import CANARY, files_with, plant

DAYS = 30


@pytest.fixture
def retention(database):
    return Retention(database, days=DAYS)


def begin(conversations, now, *, said=()):
    conversation = conversations.create(locale="es", site="demo", now=now)
    for number, moment in enumerate(said):
        conversations.receive(
            conversation.id, client_message_id=str(number), text=CANARY, now=moment
        )
    return conversation


def days(count):
    return timedelta(days=count)


def run(retention, now):
    return retention.run(now=now, pause=lambda _: False)


def test_what_has_been_silent_for_longer_goes_and_the_rest_stays(retention, conversations, now):
    old = begin(conversations, now, said=[now])
    empty = begin(conversations, now)
    taken_up = begin(conversations, now, said=[now, now + days(20)])
    young = begin(conversations, now + days(2), said=[now + days(2)])
    later = now + days(31)
    assert retention.due(now=later) == Due(2, 0, now)
    assert run(retention, later) == 2
    left = [each.id for each in (old, empty, taken_up, young) if conversations.get(each.id)]
    assert left == [taken_up.id, young.id]
    assert run(retention, later) == 0


def test_what_came_alive_while_it_was_looked_for_stays(database, retention, conversations, now):
    # What PostgreSQL sees: the row as it is by now, and of the messages those of a moment ago.
    alive = [begin(conversations, now, said=[now]), begin(conversations, now)]
    with database.begin() as connection:
        connection.execute(
            update(conversation_rows).values(last_seq=conversation_rows.c.last_seq + 1)
        )
    assert run(retention, now + days(31)) == 0
    assert all(conversations.get(each.id) for each in alive)


def test_an_open_ticket_keeps_its_conversation_and_a_closed_one_lets_it_go(
    database, retention, conversations, tickets, now
):
    conversation, ticket = plant(database, conversations, tickets, now=now)
    later = now + days(31)
    assert retention.due(now=later) == Due(0, 1, None)
    assert run(retention, later) == 0
    tickets.change(ticket.number, Change("close", "agent"), now=now)
    assert run(retention, later) == 1
    home = Path(str(database.url.database)).parent
    assert files_with(home, CANARY) == []
    [kept] = tickets.for_conversation(conversation.id)
    assert (kept.number, kept.summary) == (ticket.number, "")
    with reading(database) as connection:  # a help desk keeps its own as long as it likes
        assert connection.execute(deliveries.select()).all() == []


def test_it_goes_in_batches_that_a_contact_hardly_waits_for(
    database, retention, conversations, now
):
    for _ in range(2 * BATCH + 1):
        begin(conversations, now, said=[now] * 1)
    pauses = []
    assert retention.run(now=now + days(31), pause=lambda _: pauses.append(1)) == 2 * BATCH + 1
    assert len(pauses) == 3


def test_who_stops_it_stops_it_after_a_batch(retention, conversations, now):
    for _ in range(BATCH + 5):
        begin(conversations, now)
    assert retention.run(now=now + days(31), pause=lambda _: True) == BATCH
    assert retention.due(now=now + days(31)).conversations == 5


def test_two_at_once_do_no_harm(database_url, conversations, now):
    from concurrent.futures import ThreadPoolExecutor

    for _ in range(50):
        begin(conversations, now, said=[now])
    opened = [engine(database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        gone = list(pool.map(lambda each: run(Retention(each, days=DAYS), now + days(31)), opened))
    for each in opened:
        each.dispose()
    assert sum(gone) == 50


def test_it_finds_them_by_an_index(database, now):
    sql = str(_silent(now).compile(database, compile_kwargs={"literal_binds": True}))
    with reading(database) as connection:
        plan = " ".join(str(row) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {sql}")))
    assert "ix_conversations_created_at" in plan
    assert "SCAN" not in plan


def test_messages_come_in_between_while_it_runs(database, conversations, now):
    from threading import Thread

    for _ in range(300):
        begin(conversations, now, said=[now] * 1)
    here = begin(conversations, now + days(31))
    work = Thread(target=Retention(database, days=DAYS).run, kwargs={"now": now + days(31)})
    work.start()
    number = 0
    while work.is_alive():
        number += 1
        conversations.receive(
            here.id, client_message_id=str(number), text="hola", now=now + days(31)
        )
    work.join()
    assert number > 3
