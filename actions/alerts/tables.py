"""The tables of alerts and digests."""

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from actions.database import UtcDateTime, metadata

# What is or was amiss; one of a kind about the same thing is open at a time. `told_at`: its lead
# knows; `posted`: the help desks that know; `over_at`: it is well.
alerts = Table(
    "alerts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(20), nullable=False, server_default="undelivered"),
    Column("about", String(200), nullable=False, server_default=""),
    Column("team", String(100), nullable=False),
    Column("helpdesk", String(100), nullable=False),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), index=True),
    Column("reason", Text, nullable=False),
    Column("now", Integer, nullable=False, server_default="0"),
    Column("usual", Float, nullable=False, server_default="0"),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Column("posted", JSON, nullable=False, server_default="[]"),
    Column("tried_at", UtcDateTime),
    Column("over_at", UtcDateTime),
    Index("ix_alerts_over_at", "over_at"),
    Index("ix_alerts_raised_at", "raised_at"),
)

# The days, where the desk is, whose digest there is; `told_at`: the lead has it.
digests = Table(
    "digests",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("told_at", UtcDateTime),
)
