"""The tables of what a lead switches."""

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from actions.database import UtcDateTime, metadata

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("article_id", String(80), primary_key=True),
    Column("language", String(10), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# At most one row, number 1.
pauses = Table(
    "pauses",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("topics", JSON, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
