"""Conversations that people have, and what agents write to each other about them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with_people = sa.Column("with_people", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("conversations", with_people)
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(50), nullable=False),
        sa.Column("team", sa.String(100), nullable=False),
        sa.Column("topic", sa.String(100), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("missed_by", sa.JSON(), nullable=False),
        sa.Column("agent_id", sa.String(64)),
        sa.Column("agent_name", sa.Text()),
        sa.Column("wanted_id", sa.String(64)),
        sa.Column("wanted_name", sa.Text()),
        sa.Column("accepted_at", MOMENT),
        sa.Column("answered_seq", sa.Integer(), nullable=False),
        sa.Column("first_answered_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("ticket", sa.String(20)),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handoffs_conversation_id", "handoffs", ["conversation_id"])
    op.create_index("ix_handoffs_state_team", "handoffs", ["state", "team"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("client_note_id", sa.String(200), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "client_note_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
    )
