"""A ticket in a replay is the ticket of then, whatever has happened to it since."""

from datetime import timedelta

from sqlalchemy import select

from actions.database import reading
from actions.tickets import Change
from actions.tickets.rows import ticket_from
from actions.tickets.tables import events
from actions.tickets.tables import tickets as ticket_rows
from bot.replay.copy import as_it_was, happened_before
from tests.actions.conftest import (  # noqa: F401
    database,
    database_url,
    desk,
    migrated_file,
    tickets,
)
from tests.actions.tickets.requests import ASKED_AT, request_for

MINUTE = timedelta(minutes=1)
LIFE = (
    Change("take", "agent", "Leo"),
    Change("wait", "agent", "Leo", "¿Qué color?"),
    Change("add", "contact", text="Marrón"),
    Change("transfer", "agent", "Leo", team="returns"),
    Change("resolve", "agent", "Eva", "Va otro."),
    Change("disagree", "contact"),
    Change("reply", "agent", "Eva", "Lo miro."),
    Change("resolve", "agent", "Eva", "Ahora sí."),
    Change("agree", "contact"),
)
# What a turn cannot tell, or is told of the ticket elsewhere.
ASIDE = {"clock_since", "closed_at", "warned", "breached", "alarm_at"}


def test_it_is_read_off_its_events_as_it_stood_at_every_moment(database, tickets):  # noqa: F811
    number = tickets.open(request_for(), now=ASKED_AT).number
    stood = [row_of(database)]
    for minutes, change in enumerate(LIFE, start=1):
        tickets.change(number, change, now=ASKED_AT + minutes * MINUTE)
        stood.append(row_of(database))
    with reading(database) as connection:
        happened = [dict(row) for row in connection.execute(select(events)).mappings()]
    for minutes, then in enumerate(stood):
        began_at = ASKED_AT + (minutes + 0.5) * MINUTE
        was = as_it_was(stood[-1], happened_before(happened, began_at))
        assert {**was, **{name: None for name in ASIDE}} == {
            **then,
            **{name: None for name in ASIDE},
        }, minutes


def test_a_ticket_that_the_turn_itself_opened_is_as_it_was_opened(database, tickets):  # noqa: F811
    ticket = tickets.open(request_for(), now=ASKED_AT)
    tickets.change(ticket.number, Change("close", "agent"), now=ASKED_AT + MINUTE)
    with reading(database) as connection:
        happened = [dict(row) for row in connection.execute(select(events)).mappings()]
    before = happened_before(happened, ASKED_AT)
    assert [each["act"] for each in before] == ["open"]
    assert as_it_was(row_of(database), before)["status"] == "open"


def row_of(database):  # noqa: F811
    with reading(database) as connection:
        row = connection.execute(select(ticket_rows)).one()
    assert ticket_from(row)
    return dict(row._mapping)
