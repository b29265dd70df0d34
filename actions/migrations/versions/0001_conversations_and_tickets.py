"""Conversations, dialogue state, tickets and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_transcripts()
    create_dialogues()
    create_tickets()
    create_outbox()


def text(name: str, length: int | None = None, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=null)


def time(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def number(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=null)


def json(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.JSON(), nullable=null)


def create_transcripts() -> None:
    op.create_table(
        "conversations",
        text("id", 64),
        text("locale", 35),
        text("site", 100),
        json("page"),
        json("context"),
        number("last_seq"),
        time("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "messages",
        text("conversation_id", 64),
        number("seq"),
        text("message_id", 64),
        text("client_message_id", 200, null=True),
        text("button_id", 64, null=True),
        text("sender", 20),
        text("kind", 20),
        text("text"),
        json("content"),
        time("created_at"),
        time("handled_at", null=True),
        sa.PrimaryKeyConstraint("conversation_id", "seq"),
        sa.UniqueConstraint("message_id"),
        sa.UniqueConstraint("conversation_id", "client_message_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_messages_unhandled", "messages", ["sender", "handled_at", "created_at"])
    op.create_table(
        "buttons",
        text("button_id", 64),
        text("conversation_id", 64),
        number("seq"),
        text("title"),
        text("payload"),
        sa.PrimaryKeyConstraint("button_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id", "seq"],
            ["messages.conversation_id", "messages.seq"],
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_buttons_conversation_id_seq", "buttons", ["conversation_id", "seq"])


def create_dialogues() -> None:
    op.create_table(
        "turns",
        text("message_id", 64),
        json("turn"),
        sa.PrimaryKeyConstraint("message_id"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.message_id"], ondelete="CASCADE"),
    )
    op.create_table(
        "contacts",
        text("conversation_id", 64),
        text("name", null=True),
        text("email", null=True),
        text("phone", null=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "dialogue_state",
        text("conversation_id", 255),
        text("message_id", 64, null=True),
        text("state"),
        sa.Column("replies", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("updated_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id"),
    )


def create_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        text("public_id", 64),
        text("idempotency_key", 255),
        text("conversation_id", 64),
        text("status", 20),
        text("team", 100),
        text("topic", 100),
        text("priority", 20),
        text("language", 10),
        text("reason", 100),
        json("contact"),
        text("subject"),
        text("summary"),
        json("details"),
        json("page", null=True),
        json("tried"),
        time("first_answer_due"),
        time("solution_due"),
        time("created_at"),
        number("sequence"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("idempotency_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tickets_conversation_id", "tickets", ["conversation_id"])


def create_outbox() -> None:
    op.create_table(
        "events",
        text("id", 64),
        number("ticket_id"),
        number("sequence"),
        text("type", 50),
        text("body"),
        time("occurred_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket_id", "sequence"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "deliveries",
        text("id", 64),
        text("event_id", 64),
        text("helpdesk", 100),
        text("state", 20),
        number("tries"),
        time("next_attempt_at", null=True),
        text("lease", 64, null=True),
        time("leased_until", null=True),
        json("headers"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id", "helpdesk"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["state", "next_attempt_at"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        text("delivery_id", 64),
        time("at"),
        number("status", null=True),
        text("error", null=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_attempts_delivery_id", "attempts", ["delivery_id"])
    op.create_table(
        "disabled_helpdesks",
        text("name", 100),
        time("disabled_at"),
        text("reason"),
        sa.PrimaryKeyConstraint("name"),
    )
