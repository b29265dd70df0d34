"""Lessons: examples and signs of protocols and of anger, as the training data gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Names of lookups in nlu_data: `protocol_danger` holds messages of the protocol `danger`,
# `near_protocol` such as only look like one; of regexes: `sign_danger`, `sign_angry`.
PROTOCOL, SIGN = "protocol_", "sign_"
NEAR = "near_protocol"
ANGRY, CALM = "angry", "calm"
# The label of what is none of these: any message of the bot's acts and topics.
BACKGROUND = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Messages by label, and patterns by label that give one away."""

    examples: Mapping[str, Sequence[str]]
    signs: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that the alarms learn from."""

    protocols: Lesson
    mood: Lesson

    @property
    def texts(self) -> list[str]:
        """Every example of either."""
        several = (*self.protocols.examples.values(), *self.mood.examples.values())
        return [text for texts in several for text in texts]


def is_lesson(name: str) -> bool:
    """Whether a lookup or regex of this name is for the alarms, and for no other component."""
    return name.startswith((PROTOCOL, SIGN)) or name in (NEAR, ANGRY, CALM)


def lessons_in(
    lookups: Iterable[Mapping[str, Any]], patterns: Iterable[Mapping[str, Any]]
) -> Lessons:
    """From Rasa's lookup tables and regex features; languages of one name come together."""
    lists: dict[str, list[str]] = defaultdict(list)
    for table in lookups:
        lists[table["name"]].extend(table["elements"])
    signs: dict[str, list[str]] = defaultdict(list)
    for each in patterns:
        if each["name"].startswith(SIGN):
            signs[each["name"].removeprefix(SIGN)].append(each["pattern"])
    kinds = {
        name.removeprefix(PROTOCOL): lists[name] for name in lists if name.startswith(PROTOCOL)
    }
    moods = {name: lists[name] for name in (ANGRY, CALM) if name in lists}
    return Lessons(
        protocols=Lesson(
            {**kinds, NEAR: lists.get(NEAR, [])} if kinds else {},
            {kind: signs.get(kind, []) for kind in kinds},
        ),
        mood=Lesson(moods, {ANGRY: signs.get(ANGRY, [])} if moods else {}),
    )
