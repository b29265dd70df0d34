"""The mood of a ticket's contact."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("mood", sa.String(20)))
