"""Tickets in help desks that answer, and the calls of these that were listened to."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "external_tickets",
        sa.Column("helpdesk", sa.String(100), primary_key=True),
        sa.Column(
            "ticket_id",
            sa.Integer(),
            sa.ForeignKey("tickets.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("external_ref", sa.String(100)),
        sa.Column("url", sa.Text()),
        sa.Column("state", sa.String(100)),
        sa.Column("queue", sa.String(200)),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hinted_at", sa.DateTime(timezone=True)),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
    )
    for name in ("ticket_id", "external_ref", "look_at"):
        op.create_index(f"ix_external_tickets_{name}", "external_tickets", [name])
    op.create_table(
        "callbacks",
        sa.Column("helpdesk", sa.String(100), primary_key=True),
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_callbacks_at", "callbacks", ["at"])
