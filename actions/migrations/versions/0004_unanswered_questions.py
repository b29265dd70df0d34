"""Questions that no article answered, for a lead to review."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "unanswered_questions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("message_id", sa.String(64)),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("topic", sa.String(100), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("article", sa.String(80)),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_with", sa.String(80)),
        sa.Column("closing", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.message_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
    )
    for columns in (["closed_at", "asked_at"], ["conversation_id"]):
        name = f"ix_unanswered_questions_{'_'.join(columns)}"
        op.create_index(name, "unanswered_questions", columns)
    op.create_index("ix_messages_created_at", "messages", ["created_at"])
