"""Alerts of every kind, not only of what does not get through; and each day's digest."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

NUMBER_BASE = 1000  # as tickets were called when those alerts were raised


def upgrade() -> None:
    with op.batch_alter_table("alerts") as table:
        table.alter_column("ticket_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(
            sa.Column("kind", sa.String(20), nullable=False, server_default="undelivered")
        )
        table.add_column(sa.Column("about", sa.String(200), nullable=False, server_default=""))
        table.add_column(sa.Column("now", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("usual", sa.Float(), nullable=False, server_default="0"))
        table.add_column(sa.Column("posted", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("tried_at", sa.DateTime(timezone=True)))
    op.execute(f"UPDATE alerts SET about = helpdesk || '/T-' || (ticket_id + {NUMBER_BASE})")
    op.create_index("ix_alerts_raised_at", "alerts", ["raised_at"])
    op.create_table(
        "digests",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("told_at", sa.DateTime(timezone=True)),
    )
