"""What happens to a ticket after it was opened: states, clocks, and what the contact sees of it.

No table is copied, as a constraint would need on SQLite: dropping the old one would take the rows
along that refer to it. Tickets from before have no alarm: nobody could tell whether they are late.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENTS = ("clock_since", "paused_at", "first_answered_at", "resolved_at", "closed_at", "alarm_at")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("assignee", sa.Text()))
    op.add_column("tickets", sa.Column("follows", sa.Integer()))
    for name in MOMENTS:
        op.add_column("tickets", sa.Column(name, sa.DateTime(timezone=True)))
    for name in ("warned", "breached"):
        op.add_column("tickets", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.create_index("ix_tickets_alarm_at", "tickets", ["alarm_at"])
    for name, default in (("act", "open"), ("actor", "bot"), ("status", "open")):
        column = sa.Column(name, sa.String(20), nullable=False, server_default=default)
        op.add_column("events", column)
    op.add_column("events", sa.Column("author", sa.Text()))
    op.add_column("events", sa.Column("text", sa.Text(), nullable=False, server_default=""))
    op.add_column("events", sa.Column("key", sa.String(200)))
    op.create_index("ix_events_ticket_id_key", "events", ["ticket_id", "key"], unique=True)
