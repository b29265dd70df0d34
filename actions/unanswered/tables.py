"""The table of unanswered questions."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from actions.database import UtcDateTime, metadata

# Erasing a conversation erases its questions, redacted or not; when only its time is over, both
# keys of an open one are emptied before, and it stays until a lead closes it.
unanswered_questions = Table(
    "unanswered_questions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("message_id", ForeignKey("messages.message_id", ondelete="CASCADE"), unique=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("question", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("topic", String(100), nullable=False),
    Column("why", String(20), nullable=False),
    Column("article", String(80)),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("closed_with", String(80)),
    Column("closing", Text, nullable=False, server_default=""),
    Index("ix_unanswered_questions_closed_at_asked_at", "closed_at", "asked_at"),
    Index("ix_unanswered_questions_conversation_id", "conversation_id"),
)
