"""The table of one-time codes."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from actions.database import UtcDateTime, metadata

# `state`: asked, sent, used; dropped if nothing was sent, which the asker is never told.
status_codes = Table(
    "status_codes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column(
        "conversation_id",
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("email", Text, nullable=False),
    Column("address", String(64), nullable=False, index=True),
    Column("language", String(10), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("code", String(64)),
    Column("tries", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
)
