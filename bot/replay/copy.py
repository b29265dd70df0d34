"""A copy of what the actions could read of a conversation when a turn was decided.

The actions work on it as on the database; what they write is gone with it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Table, insert, select

from actions.conversations import RecordedTurn
from actions.conversations.tables import contacts, conversations, messages
from actions.database import engine, metadata, reading
from actions.tickets.tables import tickets
from actions.tickets.ticket import number_of

IN_MEMORY = "sqlite://"


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


def _rows(connection: Connection, turn: RecordedTurn) -> dict[Table, list[dict[str, Any]]]:
    conversation_id = turn.conversation_id
    said = messages.c.conversation_id == conversation_id, messages.c.seq <= turn.asked.seq
    opened = tickets.c.conversation_id == conversation_id
    by_then = [
        _as_told(row, turn)
        for row in connection.execute(select(tickets).where(opened)).mappings()
        if row["created_at"] <= _replied_at(turn)
    ]
    return {
        conversations: _all(connection, conversations, conversations.c.id == conversation_id),
        messages: _all(connection, messages, *said),
        contacts: _all(connection, contacts, contacts.c.conversation_id == conversation_id),
        tickets: by_then,
    }


def _all(connection: Connection, table: Table, *where: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).where(*where)).mappings()]


def _as_told(row: RowMapping, turn: RecordedTurn) -> dict[str, Any]:
    """A ticket with the status it had: a help desk may have changed it since."""
    cards = (reply.message.ticket for reply in turn.replies)
    told = [card.status for card in cards if card and card.number == number_of(row["id"])]
    return {**row, **({"status": told[0]} if told else {})}


def _replied_at(turn: RecordedTurn) -> datetime:
    at = turn.replies[-1].message.created_at
    assert at is not None  # stored messages have a time
    return at
