"""Which request a message and an event came of."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("messages", sa.Column("request_id", sa.String(32)))
    op.add_column("events", sa.Column("request_id", sa.String(32)))
