"""The tables of tickets and of what is sent to help desks."""

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

# AUTOINCREMENT: a number once told to somebody is never given again, even after an erasure.
tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("public_id", String(64), nullable=False, unique=True),
    Column("idempotency_key", String(255), nullable=False, unique=True),
    Column("conversation_id", String(64), nullable=False, index=True),
    Column("status", String(20), nullable=False, index=True),
    Column("team", String(100), nullable=False),
    Column("topic", String(100), nullable=False),
    Column("priority", String(20), nullable=False),
    Column("language", String(10), nullable=False),
    Column("reason", String(100), nullable=False),
    Column("mood", String(20)),
    Column("contact", JSON, nullable=False),
    Column("external_id", Text, index=True),  # the contact's, by which one person's are found
    Column("subject", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("page", JSON),
    Column("tried", JSON, nullable=False),
    Column("first_answer_due", UtcDateTime, nullable=False),
    Column("solution_due", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
    Column("assignee", Text),
    Column("follows", Integer),  # another ticket's id
    Column("clock_since", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("first_answered_at", UtcDateTime),
    Column("resolved_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("warned", JSON, nullable=False, server_default="[]"),
    Column("breached", JSON, nullable=False, server_default="[]"),
    Column("tasks", JSON, nullable=False, server_default="[]"),
    # Of the private link: which one it is by now, and the hash of its token.
    Column("link_generation", Integer),
    Column("link_hash", String(64), index=True, unique=True),
    # When the clock has something to do with the ticket next.
    Column("alarm_at", UtcDateTime, index=True),
    sqlite_autoincrement=True,
)

# `body` is what every help desk receives, on every attempt; those with names of their own have them
# beside it (`HelpDesk.addressed`). `act`, `actor`,
# `author`, `text` and `status` are what the contact sees of it; `key` names what is done only once.
events = Table(
    "events",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("type", String(50), nullable=False),
    Column("body", Text, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False, index=True),
    Column("act", String(20), nullable=False, server_default="open"),
    Column("actor", String(20), nullable=False, server_default="bot"),
    Column("author", Text),
    Column("text", Text, nullable=False, server_default=""),
    Column("status", String(20), nullable=False, server_default="open"),
    Column("key", String(200)),
    # Which request it came of.
    Column("request_id", String(32)),
    UniqueConstraint("ticket_id", "sequence"),
    Index("ix_events_ticket_id_key", "ticket_id", "key", unique=True),
)

# The outbox. `id` is the webhook-id; `tries` counts since the event or the last replay.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    Column("helpdesk", String(100), nullable=False),
    Column("state", String(20), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_attempt_at", UtcDateTime),
    Column("lease", String(64)),
    Column("leased_until", UtcDateTime),
    Column("headers", JSON, nullable=False),
    UniqueConstraint("event_id", "helpdesk"),
    Index("ix_deliveries_due", "state", "next_attempt_at"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "delivery_id",
        ForeignKey("deliveries.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("at", UtcDateTime, nullable=False),
    Column("status", Integer),
    Column("error", Text),
)

disabled_helpdesks = Table(
    "disabled_helpdesks",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("disabled_at", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)
