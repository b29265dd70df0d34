"""What the one conversation of a person on the site and by mail is found by: their address."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    for table, column in (("channel_threads", "address"), ("visitors", "email")):
        op.create_index(f"ix_{table}_{column}", table, [sa.text(f"lower({column})")])
