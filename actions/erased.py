"""Which conversations were erased: what comes late writes nothing about them any more."""

from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, select

from actions.database import UtcDateTime, metadata

# Read also by the tracker store in Rasa's Python, with plain SQL.
erased_conversations = Table(
    "erased_conversations",
    metadata,
    Column("conversation_id", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
)


def is_erased(connection: Connection, conversation_id: str) -> bool:
    """Whether the conversation was there and is gone for good."""
    query = select(erased_conversations.c.at).where(
        erased_conversations.c.conversation_id == conversation_id
    )
    return connection.execute(query).scalar_one_or_none() is not None


def erased_since(connection: Connection, moment: datetime) -> list[str]:
    """The conversations that were erased at that moment or later."""
    query = select(erased_conversations.c.conversation_id).where(
        erased_conversations.c.at >= moment
    )
    return list(connection.execute(query).scalars())
