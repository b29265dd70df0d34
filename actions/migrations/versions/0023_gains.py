"""Which article an answer was, so that what an article has answered is counted by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

FROM_MESSAGE = {
    "sqlite": "json_extract(content, '$.article.id')",
    "postgresql": "content -> 'article' ->> 'id'",
}


def upgrade() -> None:
    op.add_column("turns", sa.Column("article", sa.String(80)))
    article = FROM_MESSAGE[op.get_bind().dialect.name]
    op.execute(
        "UPDATE turns SET article = "
        f"(SELECT {article} FROM messages WHERE messages.message_id = turns.message_id) "
        "WHERE decision = 'answer'"
    )
    op.create_index("ix_turns_article_at", "turns", ["article", "at"])
