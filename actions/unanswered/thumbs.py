"""Thumbs: what contacts thought of the answers they were shown, article by article."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, select

from actions.conversations.tables import buttons, messages, turns

THUMBS = {'/rate_answer{"helpful": "yes"}': "up", '/rate_answer{"helpful": "no"}': "down"}
# So many thumbs say something; where as many as this are down, a lead should read the article.
ENOUGH = 5
LOW = 0.4


@dataclass(frozen=True, slots=True)
class Thumbs:
    """An article's thumbs in one language; an answer's last one counts."""

    article: str
    language: str
    up: int
    down: int

    @property
    def is_low(self) -> bool:
        """Whether a lead should look at it."""
        rated = self.up + self.down
        return rated >= ENOUGH and self.down >= LOW * rated


def thumbs(connection: Connection) -> list[Thumbs]:
    """Of every article that was rated, what is worth a look first."""
    shown = messages.alias("shown")
    query = (
        select(
            shown.c.message_id,
            shown.c.content["article"]["id"].as_string().label("article"),
            turns.c.turn["language"].as_string().label("language"),
            buttons.c.payload,
        )
        .select_from(messages)
        .join(buttons, buttons.c.button_id == messages.c.button_id)
        .join(
            shown,
            (shown.c.conversation_id == buttons.c.conversation_id) & (shown.c.seq == buttons.c.seq),
        )
        .join(turns, turns.c.message_id == shown.c.message_id)
        .where(buttons.c.payload.in_(THUMBS))
        .order_by(messages.c.created_at, messages.c.seq)
    )
    last = {row.message_id: row for row in connection.execute(query) if row.article}
    counted = Counter((row.article, row.language, THUMBS[row.payload]) for row in last.values())
    found = [
        Thumbs(*which, up=counted[*which, "up"], down=counted[*which, "down"])
        for which in sorted({key[:2] for key in counted})
    ]
    return sorted(found, key=lambda each: (not each.is_low, -each.down))
