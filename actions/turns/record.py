"""The record of a turn: what it was decided from, so that it can be decided again.

Details, halves of the message and what was remembered are words of the transcript; the record is
erased with it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from actions.answers import Controls
from actions.conversations.message import Reply, Start
from actions.conversations.visitors import Visitor
from actions.turns.heard import Heard
from actions.turns.memory import Memory

# The conversation and its transcript hold them.
IN_THE_TRANSCRIPT = frozenset({"conversation_id", "message_id", "text", "page"})

_HEARD = TypeAdapter(Heard)
_CONTROLS = TypeAdapter(Controls)
_VISITOR = TypeAdapter(Visitor)

# An event of Rasa's, as an action gets it.
Event = Mapping[str, Any]


def recorded(replies: Sequence[Reply], start: Start) -> Iterator[Reply]:
    """The replies with the hashes of their texts, the first with what the turn began with."""
    for place, reply in enumerate(replies):
        known = {
            "text_sha256": text_sha256(reply.message.text),
            "start": start if place == 0 else None,
        }
        yield reply.model_copy(update={"turn": reply.turn.model_copy(update=known)})


def text_sha256(text: str) -> str:
    """The hash of a text's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def start_of(
    events: Sequence[Event],
    heard: Heard,
    controls: Controls,
    *,
    at: datetime,
    visitor: Visitor | None = None,
) -> Start:
    """What a turn began with; `events`: of the conversation, those of this turn included."""
    slots, in_form = before_the_message(events)
    memory = Memory.from_slots(slots)
    return Start(
        at=at,
        in_form=in_form,
        heard=_HEARD.dump_python(
            heard, mode="json", exclude=set(IN_THE_TRANSCRIPT), exclude_defaults=True
        ),
        memory=memory.changes_since(Memory()),
        controls=_CONTROLS.dump_python(in_force(controls, at), mode="json"),
        visitor=_VISITOR.dump_python(visitor, mode="json") if visitor else None,
    )


def heard_from(start: Start, **in_the_transcript: Any) -> Heard:
    """What was heard; the names of IN_THE_TRANSCRIPT are given."""
    return _HEARD.validate_python({**start.heard, **in_the_transcript})


def memory_from(start: Start) -> Memory:
    """What was remembered when the message came."""
    return Memory.from_slots(start.memory)


def controls_from(start: Start) -> Controls:
    """What was switched."""
    return _CONTROLS.validate_python(start.controls)


def visitor_from(start: Start) -> Visitor | None:
    """Whom the site vouched for."""
    return _VISITOR.validate_python(start.visitor) if start.visitor else None


def before_the_message(events: Sequence[Event]) -> tuple[dict[str, Any], bool]:
    """The slots, and whether a form was active, when the contact's last message came."""
    slots: dict[str, Any] = {}
    in_form = False
    for event in _before(events):
        if event["event"] == "slot":
            slots[event["name"]] = event.get("value")
        elif event["event"] == "active_loop":
            in_form = event.get("name") is not None
    return slots, in_form


def _before(events: Sequence[Event]) -> Iterable[Event]:
    messages = [place for place, event in enumerate(events) if event["event"] == "user"]
    return events[: messages[-1]] if messages else events


def in_force(controls: Controls, at: datetime) -> Controls:
    """The same without the notices that were over."""
    notices = tuple(notice for notice in controls.notices if notice.until > at)
    return Controls(controls.withdrawals, controls.pause, notices)
