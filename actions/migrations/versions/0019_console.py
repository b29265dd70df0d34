"""Sign-ins that end when nothing is done, and one-time links to set a password."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sign_ins", sa.Column("seen_at", MOMENT))
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
    )
    for column in ("account_id", "expires_at"):
        op.create_index(f"ix_invitations_{column}", "invitations", [column])
