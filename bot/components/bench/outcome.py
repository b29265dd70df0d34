"""What a system says of the texts it is asked, and how long that took."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outcome:
    """The lists are as long as the asked texts."""

    intents: list[str]
    confidences: list[float]  # that the intent is right: what messages are ranked by
    in_scope: list[float]  # that the message is in scope at all
    chances: list[float]  # of the intent, among messages in scope
    milliseconds: list[float]  # per message, encoding included
    train_seconds: float  # encoding included
    learn_seconds: float  # without


@dataclass(frozen=True, slots=True)
class Material:
    """Labelled texts to learn from, and texts to ask."""

    texts: list[str] = field(repr=False)
    intents: list[str]
    asked: list[str] = field(repr=False)
