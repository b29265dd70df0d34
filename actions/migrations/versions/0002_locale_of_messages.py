"""A conversation's language follows the page's: with which message it last changed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    column = sa.Column("locale_seq", sa.Integer(), nullable=False, server_default="0")
    op.add_column("conversations", column)
