"""One private link for each ticket: the hash of its token beside the ticket, the token nowhere."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.drop_table("links")
    op.add_column("tickets", sa.Column("link_generation", sa.Integer()))
    op.add_column("tickets", sa.Column("link_hash", sa.String(64)))
    op.create_index("ix_tickets_link_hash", "tickets", ["link_hash"], unique=True)
