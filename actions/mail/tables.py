"""The table of letters: what is to be mailed to contacts, and what became of it."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from actions.database import UtcDateTime, metadata

# `state`: pending, sent, dead. A letter goes with its conversation, when that is erased.
letters = Table(
    "letters",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column(
        "conversation_id",
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    # Of news of a ticket; empty in a letter that is an answer in a thread.
    Column("ticket", String(20), nullable=False, index=True),
    Column("to", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_attempt_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    # Of an answer: `reply_to`, `references` (ids), `files` (attachments).
    Column("envelope", JSON(none_as_null=True)),
    # Of an answer: (button, title) of each choice in it, in the order of their numbers.
    Column("offered", JSON(none_as_null=True)),
    Index("ix_letters_due", "state", "next_attempt_at"),
    sqlite_autoincrement=True,
)
