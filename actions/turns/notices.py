"""Notices: what everybody who asks about a topic should know today, before the answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from actions.answers import Notice
from actions.conversations.message import Message, Reply
from kb_index.hashing import short_hash

if TYPE_CHECKING:
    from actions.turns.step import Step

SHOWS_ARTICLES = frozenset({"answer", "suggestions"})

# The topic of an article by its id; None for one that is not there.
TopicOf = Callable[[str], str | None]


def with_notices(
    step: "Step", notices: Sequence[Notice], topic_of: TopicOf, language: str, now: datetime
) -> "Step":
    """The step with the notices on what it shows, each of them once in a conversation."""
    topics = set(_topics_shown(step.replies, topic_of))
    told = step.memory.noticed or []
    texts = [
        notice.texts[language]
        for notice in notices
        if language in notice.texts and notice.concerns(topics) and notice.until > now
    ]
    # By its words, so that a corrected one is said as well.
    new = {short_hash([text]): text for text in texts if short_hash([text]) not in told}
    if not new:
        return step
    said = tuple(_reply(text, step) for text in new.values())
    memory = replace(step.memory, noticed=[*told, *new])
    return replace(step, replies=(*said, *step.replies), memory=memory)


def _topics_shown(replies: Sequence[Reply], topic_of: TopicOf) -> Iterator[str]:
    for reply in replies:
        message, hits = reply.message, reply.turn.hits
        if message.kind in SHOWS_ARTICLES:
            best = message.article.id if message.article else hits[0].article if hits else None
            if best and (topic := topic_of(best)):
                yield topic


def _reply(text: str, step: "Step") -> Reply:
    nothing: dict[str, Any] = {"hits": [], "confidence": None, "threshold": None, "passage": None}
    turn = step.replies[0].turn.model_copy(update={"decision": "notice", **nothing})
    return Reply(message=Message(kind="notice", text=text), turn=turn)
