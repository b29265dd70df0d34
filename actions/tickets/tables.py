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
    Column("status", String(20), nullable=False),
    Column("team", String(100), nullable=False),
    Column("topic", String(100), nullable=False),
    Column("priority", String(20), nullable=False),
    Column("language", String(10), nullable=False),
    Column("reason", String(100), nullable=False),
    Column("contact", JSON, nullable=False),
    Column("subject", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("page", JSON),
    Column("tried", JSON, nullable=False),
    Column("first_answer_due", UtcDateTime, nullable=False),
    Column("solution_due", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sequence", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# `body` is exactly what every help desk receives, byte for byte, on every attempt.
events = Table(
    "events",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("type", String(50), nullable=False),
    Column("body", Text, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    UniqueConstraint("ticket_id", "sequence"),
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
