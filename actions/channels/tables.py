"""The tables of channels: threads, what came, and since when a channel is read."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    func,
    true,
)

from actions.database import UtcDateTime, metadata

# A conversation's thread in a channel: where replies go. It goes with its conversation.
channel_threads = Table(
    "channel_threads",
    metadata,
    Column(
        "conversation_id",
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("channel", String(20), primary_key=True),
    Column("word", String(40), nullable=False, unique=True),
    Column("address", Text, nullable=False),
    Column("proven", Boolean, nullable=False),
    Column("context", JSON, nullable=False),
    # Up to which message of the transcript everything was said there.
    Column("said_seq", Integer, nullable=False),
    # Not any more once the address takes nothing.
    Column("reachable", Boolean, nullable=False, server_default=true()),
    Column("created_at", UtcDateTime, nullable=False),
)
# Looked for whenever somebody whom a site knows begins to write there.
Index("ix_channel_threads_address", func.lower(channel_threads.c.address))

# What came, by keys that tell nothing of anybody: each message is taken in once, and who sends
# too much is known. `state`: taking, left, done, aside. It outlives its conversation, so that
# what was erased does not come again.
channel_arrivals = Table(
    "channel_arrivals",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("sender", String(64), nullable=False),
    Column("said", String(64), nullable=False),
    Column("conversation_id", String(64)),
    Column("state", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_channel_arrivals_sender_at", "sender", "at"),
    Index("ix_channel_arrivals_conversation_id_at", "conversation_id", "at"),
    Index("ix_channel_arrivals_at", "at"),
)

# Since when a channel's mailbox is read: what lay there before is nobody's message to the bot.
channel_starts = Table(
    "channel_starts",
    metadata,
    Column("place", String(64), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)
