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
# The newest replies that are looked at, the most doubtful whose messages are read, those that are
# compared with each other, and those that are listed.
LOOKED_AT, READ, COMPARED, LISTED = 2_000, 1_000, 300, 100
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
    uncertainty: float  # how unsure the bot was, or how wrong a contact found it
    count: int

    @property
    def weight(self) -> float:
        """What a look at it is worth by itself."""
        return Doubtful(self.message_id, frozenset(), self.uncertainty, self.count).weight

    @property
    def intent(self) -> str:
        """What it was understood as, as an example would be written."""
        return f"{self.act}/{self.topic}" if self.topic else self.act


def doubt(turn: Mapping[str, Any]) -> float:
    """Of the act, of the topic where there is one, or of the article."""
    doubts: list[float] = [1 - turn["act_confidence"]]
    if turn["topic"]:
        doubts.append(1 - turn["topic_confidence"])
    confidence, threshold = turn.get("confidence"), turn.get("threshold")
    if confidence is not None and threshold is not None:
        nearly = threshold / 2 < confidence < threshold
        doubts.append(NEARLY if nearly else 0.0)
    return max(doubts)


def to_review(database: Engine, *, besides: frozenset[str], now: datetime) -> list[ToReview]:
    """The most useful first; `besides`: those that were reviewed."""
    with reading(database) as connection:
        found = list(_messages(connection, besides=besides, since=now - SINCE))
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


def _messages(
    connection: Connection, *, besides: frozenset[str], since: datetime
) -> Iterator[ToReview]:
    """The most doubtful; how doubtful, the records say before a word is read."""
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
    doubts = {
        asked: 1.0 if reply in downs else doubt(turn)
        for asked, (reply, turn) in why.items()
        if asked not in besides
    }
    doubtful = [each for each, unsure in doubts.items() if unsure >= DOUBT]
    doubtful.sort(key=lambda each: -doubts[each])
    # By id alone: asked for contacts' messages, SQLite would go through all of them.
    asked = select(
        messages.c.message_id,
        messages.c.conversation_id,
        messages.c.text,
        messages.c.sender,
        messages.c.button_id,
    ).where(messages.c.message_id.in_(doubtful[:READ]))
    for each in connection.execute(asked):
        if each.sender != "contact" or each.button_id is not None or not each.text:
            continue
        reply, turn = why[each.message_id]
        yield _of(each, turn, doubts[each.message_id], thumb_down=reply in downs)


def _of(row: Any, turn: Mapping[str, Any], unsure: float, *, thumb_down: bool) -> ToReview:
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
        uncertainty=unsure,
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
