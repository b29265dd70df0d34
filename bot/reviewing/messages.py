"""Messages of the last month that the bot was unsure of, or whose answer got a thumb down."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from actions.conversations.tables import buttons, messages, turns
from actions.database import reading
from actions.unanswered.gaps import THUMB_DOWN
from bot.reviewing.ordering import Doubtful, most_useful_first
from kb_index.words import words_of

SINCE = timedelta(days=30)
# The newest replies that are looked at, the most doubtful messages that are compared with each
# other, and those that are listed.
LOOKED_AT, COMPARED, LISTED = 2_000, 300, 100
# Below it a message is understood as well as most.
DOUBT = 0.15
# An article was nearly, but not surely, enough the answer.
NEARLY = 0.5


@dataclass(frozen=True, slots=True)
class ToReview:
    """A message with the contact's own words: whoever shows them redacts them first."""

    message_id: str
    conversation_id: str
    text: str = field(repr=False)
    language: str
    act: str
    act_confidence: float
    topic: str
    topic_confidence: float
    confidence: float | None
    threshold: float | None
    thumb_down: bool
    count: int

    @property
    def uncertainty(self) -> float:
        """How unsure the bot was, or how wrong a contact found it."""
        return 1.0 if self.thumb_down else doubt(self)

    @property
    def weight(self) -> float:
        """What a look at it is worth by itself."""
        return Doubtful(self.message_id, frozenset(), self.uncertainty, self.count).weight

    @property
    def intent(self) -> str:
        """What it was understood as, as an example would be written."""
        return f"{self.act}/{self.topic}" if self.topic else self.act


def doubt(message: ToReview) -> float:
    """Of the act, of the topic where there is one, or of the article."""
    doubts = [1 - message.act_confidence]
    if message.topic:
        doubts.append(1 - message.topic_confidence)
    if message.confidence is not None and message.threshold is not None:
        nearly = message.threshold / 2 < message.confidence < message.threshold
        doubts.append(NEARLY if nearly else 0.0)
    return max(doubts)


def to_review(database: Engine, *, besides: frozenset[str], now: datetime) -> list[ToReview]:
    """The most useful first; `besides`: those that were reviewed."""
    with reading(database) as connection:
        found = [
            each
            for each in _messages(connection, since=now - SINCE)
            if each.message_id not in besides and each.uncertainty >= DOUBT
        ]
    grouped = _grouped(found)
    doubtful = sorted(grouped.values(), key=lambda each: (-each.weight, each.message_id))
    order = most_useful_first(
        [
            Doubtful(each.message_id, _words(each), each.uncertainty, each.count)
            for each in doubtful[:COMPARED]
        ],
        most=LISTED,
    )
    return [grouped[each.id] for each in order]


def _grouped(found: list[ToReview]) -> dict[str, ToReview]:
    """Id → message; the same words are one message, written so many times."""
    alike: dict[tuple[str, str], list[ToReview]] = defaultdict(list)
    for each in found:
        alike[each.language, " ".join(each.text.casefold().split())].append(each)
    firsts = (max(same, key=lambda each: each.uncertainty) for same in alike.values())
    counts = (len(same) for same in alike.values())
    return {each.message_id: _counted(each, n) for each, n in zip(firsts, counts, strict=True)}


def _counted(each: ToReview, count: int) -> ToReview:
    return replace(each, count=count)


def _words(each: ToReview) -> frozenset[str]:
    return frozenset(words_of(each.text, each.language))


def _messages(connection: Connection, *, since: datetime) -> Iterator[ToReview]:
    replies = (
        select(messages.c.message_id, messages.c.content, turns.c.turn)
        .join(turns, turns.c.message_id == messages.c.message_id)
        .where(messages.c.created_at >= since)
        .order_by(messages.c.created_at.desc())
        .limit(LOOKED_AT)
    )
    why: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for row in connection.execute(replies):
        for asked in (row.content or {}).get("in_reply_to") or ():
            why[asked] = (row.message_id, row.turn)
    downs = _thumbs_down(connection, since)
    asked = (
        select(messages.c.message_id, messages.c.conversation_id, messages.c.text)
        .where(messages.c.message_id.in_(list(why)), messages.c.button_id.is_(None))
        .where(messages.c.sender == "contact", messages.c.text != "")
    )
    for row in connection.execute(asked):
        reply, turn = why[row.message_id]
        yield _of(row, turn, reply in downs)


def _of(row: Any, turn: Mapping[str, Any], thumb_down: bool) -> ToReview:
    return ToReview(
        message_id=row.message_id,
        conversation_id=row.conversation_id,
        text=row.text,
        language=turn["language"],
        act=turn["act"],
        act_confidence=turn["act_confidence"],
        topic=turn["topic"],
        topic_confidence=turn["topic_confidence"],
        confidence=turn.get("confidence"),
        threshold=turn.get("threshold"),
        thumb_down=thumb_down,
        count=1,
    )


def _thumbs_down(connection: Connection, since: datetime) -> frozenset[str]:
    """The replies whose answer got one."""
    shown = messages.alias("shown")
    query = (
        select(shown.c.message_id)
        .select_from(messages)
        .join(buttons, buttons.c.button_id == messages.c.button_id)
        .join(
            shown,
            (shown.c.conversation_id == buttons.c.conversation_id) & (shown.c.seq == buttons.c.seq),
        )
        .where(buttons.c.payload == THUMB_DOWN, messages.c.created_at >= since)
    )
    return frozenset(connection.execute(query).scalars())
