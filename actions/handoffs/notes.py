"""Notes: what agents write to each other about a conversation; no contact ever reads one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from actions.conversations.errors import ConflictingMessage
from actions.handoffs.tables import notes


@dataclass(frozen=True, slots=True)
class Note:
    """One of them."""

    id: int
    author: str
    text: str = field(repr=False)
    created_at: datetime


def add_note(
    connection: Connection,
    conversation_id: str,
    *,
    client_note_id: str,
    author: str,
    text: str,
    now: datetime,
) -> Note:
    """Keeps it; the same again is the first one. The caller holds the conversation's lock.

    Raises ConflictingMessage.
    """
    query = select(notes).where(
        notes.c.conversation_id == conversation_id, notes.c.client_note_id == client_note_id
    )
    earlier = connection.execute(query).one_or_none()
    if earlier is not None:
        if earlier.text != text:
            raise ConflictingMessage(conversation_id)
        return _note(earlier)
    row = {
        "conversation_id": conversation_id,
        "client_note_id": client_note_id,
        "author": author,
        "text": text,
        "created_at": now,
    }
    return _note(connection.execute(insert(notes).values(row).returning(notes)).one())


def notes_of(connection: Connection, conversation_id: str) -> list[Note]:
    """A conversation's notes, oldest first."""
    query = select(notes).where(notes.c.conversation_id == conversation_id).order_by(notes.c.id)
    return [_note(row) for row in connection.execute(query)]


def _note(row: Row[Any]) -> Note:
    return Note(row.id, row.author, row.text, row.created_at)
