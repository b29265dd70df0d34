"""Channels: threads, what came, since when a mailbox is read, and letters that answer mails."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "channel_threads",
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("said_seq", sa.Integer(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "channel"),
        sa.UniqueConstraint("word"),
    )
    op.create_table(
        "channel_arrivals",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("said", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    for columns in (["sender", "at"], ["conversation_id", "at"], ["at"]):
        op.create_index(f"ix_channel_arrivals_{'_'.join(columns)}", "channel_arrivals", columns)
    op.create_table(
        "channel_starts",
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    op.add_column("letters", sa.Column("envelope", sa.JSON()))
    op.add_column("letters", sa.Column("offered", sa.JSON()))
    op.add_column(
        "visitors", sa.Column("vouched", sa.Boolean(), nullable=False, server_default=sa.true())
    )
