"""What the workbench's pages count and find, found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

INDEXED = (
    ("events", "occurred_at"),
    ("tickets", "created_at"),
    ("tickets", "status"),
    ("ratings", "at"),
    ("handoffs", "asked_at"),
)
FROM_RECORD = {
    "sqlite": "json_extract(turn, '$.{name}')",
    "postgresql": "turn ->> '{name}'",
}


def upgrade() -> None:
    for table, column in INDEXED:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.add_column("turns", sa.Column("at", sa.DateTime(timezone=True)))
    op.add_column("turns", sa.Column("decision", sa.String(60)))
    op.add_column("turns", sa.Column("topic", sa.String(100)))
    record = FROM_RECORD[op.get_bind().dialect.name]
    op.execute(
        "UPDATE turns SET "
        "at = (SELECT created_at FROM messages WHERE messages.message_id = turns.message_id), "
        f"decision = {record.format(name='decision')}, topic = {record.format(name='topic')}"
    )
    op.create_index("ix_turns_at_decision_topic", "turns", ["at", "decision", "topic"])
