"""The tables of tickets in help desks that answer."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table, Text

from actions.database import UtcDateTime, metadata

# A ticket in a help desk as it was last seen there: `state` and `queue` in its own words, `seen`
# the ids of the replies that were brought back. `hinted_at`: it called since.
external_tickets = Table(
    "external_tickets",
    metadata,
    Column("helpdesk", String(100), primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("external_ref", String(100), index=True),
    Column("url", Text),
    Column("state", String(100)),
    Column("queue", String(200)),
    Column("seen", JSON, nullable=False),
    Column("look_at", UtcDateTime, nullable=False, index=True),
    Column("hinted_at", UtcDateTime),
    Column("gone_at", UtcDateTime),
)

# Calls that were listened to: the same again is not.
callbacks = Table(
    "callbacks",
    metadata,
    Column("helpdesk", String(100), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
)
