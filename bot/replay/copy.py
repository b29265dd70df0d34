"""A copy of what the actions could read of a conversation when a turn was decided.

The actions work on it as on the database; what they write is gone with it.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, select

from actions.conversations import RecordedTurn
from actions.conversations.tables import contacts, conversations, messages
from actions.database import engine, metadata, reading
from actions.tickets.change import STILL
from actions.tickets.tables import events, tickets

IN_MEMORY = "sqlite://"
END = ("resolved", "closed")


def copy_of(database: Engine, turn: RecordedTurn) -> Engine:
    """A database in memory with the turn's conversation as it then was, its ticket included."""
    with reading(database) as connection:
        rows = _rows(connection, turn)
    copied = engine(IN_MEMORY)
    metadata.create_all(copied)
    with copied.begin() as connection:
        for table, found in rows.items():
            if found:
                connection.execute(insert(table), found)
    return copied


def _rows(connection: Connection, turn: RecordedTurn) -> dict[Table, list[Mapping[str, Any]]]:
    conversation_id = turn.conversation_id
    said = messages.c.conversation_id == conversation_id, messages.c.seq <= turn.asked.seq
    opened = tickets.c.conversation_id == conversation_id
    rows: dict[Table, list[Mapping[str, Any]]] = {
        conversations: _all(connection, conversations, conversations.c.id == conversation_id),
        messages: _all(connection, messages, *said),
        contacts: _all(connection, contacts, contacts.c.conversation_id == conversation_id),
        tickets: [],
        events: [],
    }
    for ticket in _all(connection, tickets, opened, tickets.c.created_at <= _replied_at(turn)):
        happened = _all(connection, events, events.c.ticket_id == ticket["id"])
        before = happened_before(happened, _began_at(turn))
        rows[tickets].append(as_it_was(ticket, before))
        rows[events] += before
    return rows


def _all(connection: Connection, table: Table, *where: Any) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).where(*where)).mappings()]


def happened_before(
    happened: Sequence[Mapping[str, Any]], began_at: datetime
) -> list[Mapping[str, Any]]:
    """A ticket's events until a turn began, in order; of one opened in it, that it was opened."""
    in_order = sorted(happened, key=lambda each: each["sequence"])
    return [each for each in in_order if each["occurred_at"] < began_at] or in_order[:1]


def as_it_was(ticket: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A ticket as it stood when a turn began, read off the events before, in order."""
    last = before[-1]
    told = json.loads(last["body"])["data"]["ticket"]
    return {
        **ticket,
        "status": last["status"],
        "team": told["team"],
        "assignee": told.get("assignee"),
        "first_answer_due": datetime.fromisoformat(told["sla"]["first_answer_due"]),
        "solution_due": datetime.fromisoformat(told["sla"]["solution_due"]),
        "sequence": last["sequence"],
        "first_answered_at": _answered_at(before),
        "paused_at": _since(before, STILL),
        "resolved_at": _since(before, END),
    }


def _answered_at(happened: Sequence[Mapping[str, Any]]) -> datetime | None:
    """When a person first wrote, since the ticket was opened or opened again."""
    answered: datetime | None = None
    status = "open"
    for each in happened:
        if status in END and each["status"] == "in_progress":
            answered = None
        if each["actor"] == "agent" and each["text"] and answered is None:
            answered = each["occurred_at"]
        status = each["status"]
    return answered


def _since(happened: Sequence[Mapping[str, Any]], states: Collection[str]) -> datetime | None:
    """Since when it has been in one of these states; None if it is in another."""
    since: datetime | None = None
    for each in happened:
        since = (since or each["occurred_at"]) if each["status"] in states else None
    return since


def _began_at(turn: RecordedTurn) -> datetime:
    start = turn.replies[0].turn.start
    return start.at if start else turn.asked.received_at


def _replied_at(turn: RecordedTurn) -> datetime:
    at = turn.replies[-1].message.created_at
    assert at is not None  # stored messages have a time
    return at
