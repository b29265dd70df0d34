"""Tasks that other teams have in a ticket, and grave cases that people have at once."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("tasks", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("handoffs", sa.Column("protocol", sa.String(100)))
    op.add_column("handoffs", sa.Column("ticket_team", sa.String(100)))
    op.add_column("handoffs", sa.Column("priority", sa.String(20)))
