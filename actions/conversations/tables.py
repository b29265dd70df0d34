"""The tables of conversations."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    true,
)

from actions.database import UtcDateTime, metadata


def _conversation_key() -> ForeignKey:
    return ForeignKey("conversations.id", ondelete="CASCADE")


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("locale", String(35), nullable=False),
    # With which message the locale came: 0 is the opening.
    Column("locale_seq", Integer, nullable=False, server_default="0"),
    Column("site", String(100), nullable=False),
    Column("page", JSON, nullable=False),
    Column("context", JSON, nullable=False),
    Column("last_seq", Integer, nullable=False),
    # People have it: the bot is silent.
    Column("with_people", Boolean, nullable=False, server_default=false()),
    Column("created_at", UtcDateTime, nullable=False, index=True),
)

# `content` is the Message without what the other columns hold; button payloads are in `buttons`.
messages = Table(
    "messages",
    metadata,
    Column("conversation_id", _conversation_key(), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("message_id", String(64), nullable=False, unique=True),
    Column("client_message_id", String(200)),
    Column("button_id", String(64)),
    Column("sender", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("handled_at", UtcDateTime),
    # Which request it came with, or is the reply to.
    Column("request_id", String(32)),
    UniqueConstraint("conversation_id", "client_message_id"),
    Index("ix_messages_unhandled", "sender", "handled_at", "created_at"),
    Index("ix_messages_created_at", "created_at"),
)

buttons = Table(
    "buttons",
    metadata,
    Column("button_id", String(64), primary_key=True),
    Column("conversation_id", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("payload", Text, nullable=False),
    ForeignKeyConstraint(
        ["conversation_id", "seq"],
        ["messages.conversation_id", "messages.seq"],
        ondelete="CASCADE",
    ),
    Index("ix_buttons_conversation_id_seq", "conversation_id", "seq"),
)

turns = Table(
    "turns",
    metadata,
    Column("message_id", ForeignKey("messages.message_id", ondelete="CASCADE"), primary_key=True),
    Column("turn", JSON, nullable=False),
    # Of the record, so that many are counted without reading it.
    Column("at", UtcDateTime),
    Column("decision", String(60)),
    Column("topic", String(100)),
    Column("article", String(80)),  # the answer's
    Index("ix_turns_at_decision_topic", "at", "decision", "topic"),
    Index("ix_turns_article_at", "article", "at"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("conversation_id", _conversation_key(), primary_key=True),
    Column("name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("verified", Boolean, nullable=False),
)

# Files that the contact sent; without `seq` no message has taken them up yet.
attachments = Table(
    "attachments",
    metadata,
    Column("attachment_id", String(64), primary_key=True),
    Column("conversation_id", _conversation_key(), nullable=False, index=True),
    Column("seq", Integer),
    Column("name", Text, nullable=False),
    Column("type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_attachments_unsent", "seq", "created_at"),
)

# Whom the site says it is, until when; not `vouched`: who says so themselves.
visitors = Table(
    "visitors",
    metadata,
    Column("conversation_id", _conversation_key(), primary_key=True),
    Column("external_id", Text, nullable=False, index=True),
    Column("name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("until", UtcDateTime, nullable=False),
    Column("vouched", Boolean, nullable=False, server_default=true()),
)
# Looked for whenever a mail begins a conversation.
Index("ix_visitors_email", func.lower(visitors.c.email))

# Written by the tracker store in Rasa's Python, with plain SQL: text and numbers only, and no
# foreign key, because Rasa may open a dialogue that has no transcript (tests, `rasa shell`).
dialogue_state = Table(
    "dialogue_state",
    metadata,
    Column("conversation_id", String(255), primary_key=True),
    Column("message_id", String(64)),
    Column("state", Text, nullable=False),
    Column("replies", Text, nullable=False, server_default="[]"),
    Column("updated_at", Double, nullable=False),
)
