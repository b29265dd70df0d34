"""Notices: what everybody who asks about a topic should know today, before the answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from actions.answers import Notice
from actions.conversations.message import Message, Reply

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
    new = [
        notice
        for notice in notices
        if notice.concerns(topics) and notice.until > now and notice.id not in told
    ]
    said = tuple(_reply(notice.texts[language], step) for notice in new if language in notice.texts)
    if not said:
        return step
    memory = replace(step.memory, noticed=[*told, *(notice.id for notice in new)])
    return replace(step, replies=(*said, *step.replies), memory=memory)


def _topics_shown(replies: Sequence[Reply], topic_of: TopicOf) -> Iterator[str]:
    for reply in replies:
        message, hits = reply.message, reply.turn.hits
        if message.kind in SHOWS_ARTICLES:
            best = message.article.id if message.article else hits[0].article if hits else None
            if best and (topic := topic_of(best)):
                yield topic


def _reply(text: str, step: "Step") -> Reply:
    nothing: dict[str, Any] = {"hits": [], "confidence": None, "threshold": None}
    turn = step.replies[0].turn.model_copy(update={"decision": "notice", **nothing})
    return Reply(message=Message(kind="notice", text=text), turn=turn)
