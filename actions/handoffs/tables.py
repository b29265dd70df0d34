"""The tables of handoffs, and of what agents write to each other."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from actions.database import UtcDateTime, metadata


def _conversation_key() -> ForeignKey:
    return ForeignKey("conversations.id", ondelete="CASCADE")


# A conversation may be handed over again; the newest row is the one that counts.
handoffs = Table(
    "handoffs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", _conversation_key(), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("reason", String(50), nullable=False),
    Column("team", String(100), nullable=False),
    Column("topic", String(100), nullable=False),
    Column("language", String(10), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("tried", JSON, nullable=False),
    Column("missed_by", JSON, nullable=False),
    Column("agent_id", String(64)),
    Column("agent_name", Text),
    Column("wanted_id", String(64)),
    Column("wanted_name", Text),
    Column("accepted_at", UtcDateTime),
    Column("answered_seq", Integer, nullable=False),
    Column("first_answered_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("ticket", String(20)),
    # Of a grave case: its protocol, and who gets the ticket how soon if nobody comes.
    Column("protocol", String(100)),
    Column("ticket_team", String(100)),
    Column("priority", String(20)),
    Index("ix_handoffs_state_team", "state", "team"),
    sqlite_autoincrement=True,
)

# Read by the company's people alone: what a contact is shown is in `messages`, and only there.
notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", _conversation_key(), nullable=False),
    Column("client_note_id", String(200), nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "client_note_id"),
)
