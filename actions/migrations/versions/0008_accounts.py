"""Who of the company may sign in, who is signed in and there, and what was done by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deactivated_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    of_an_account(
        "account_teams",
        sa.Column("team", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "team"),
    )
    of_an_account(
        "sign_ins",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    for column in ("account_id", "expires_at"):
        op.create_index(f"ix_sign_ins_{column}", "sign_ins", [column])
    of_an_account(
        "presences",
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "wrong_passwords",
        sa.Column("email_hash", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("email_hash"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.String(64)),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.String(50), nullable=False),
        sa.Column("about", sa.String(200)),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    for column in ("at", "account_id"):
        op.create_index(f"ix_audit_{column}", "audit", [column])


def of_an_account(name: str, *columns: sa.schema.SchemaItem) -> None:
    key = sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE")
    op.create_table(name, sa.Column("account_id", sa.String(64), nullable=False), *columns, key)
