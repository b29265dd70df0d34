"""What one person's conversations and tickets are found by: who they are to the site."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("external_id", sa.Text()))
    op.create_index("ix_tickets_external_id", "tickets", ["external_id"])
    op.create_index("ix_visitors_external_id", "visitors", ["external_id"])
    tickets = sa.table("tickets", sa.column("external_id"), sa.column("contact", sa.JSON()))
    known = tickets.c.contact["external_id"].as_string()
    op.execute(tickets.update().values(external_id=known))
