"""What the classifier learns from and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

OUTSIDE = "out_of_scope"  # the act whose examples are none of the company's business

# Two chances are about as likely from two thirds on, if the greater one is no mere guess.
_NEAR, _LIKELY = 2 / 3, 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its act and, where it has one, its topic."""

    text: str = field(repr=False)
    act: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """The act and topic of one message, with calibrated probabilities."""

    acts: dict[str, float]  # all acts, the likeliest first
    topics: dict[str, float]  # all topics, the likeliest first; what is missing to 1: it has none
    out_of_scope: float  # chance that the message is none of the company's business
    confidence: float  # chance that the likeliest act is right, and the message in scope

    def known_to_be(self, act: str) -> Understood:
        """The same for a message that a person has labelled, word for word: that is no guess."""
        others = {other: 0.0 for other in self.acts if other != act}
        return replace(
            self,
            acts={act: 1.0, **others},
            out_of_scope=float(act == OUTSIDE),
            confidence=1.0,
        )

    @property
    def act(self) -> str:
        """The likeliest act."""
        return next(iter(self.acts))

    @property
    def topic(self) -> str:
        """The likeliest topic, or "" when no topic was learned."""
        return next(iter(self.topics), "")

    @property
    def is_near_tie(self) -> bool:
        """Whether two acts, or two topics, are about as likely as each other."""
        return any(_is_near_tie(list(chances.values())) for chances in (self.acts, self.topics))

    @property
    def act_confidence(self) -> float:
        """The chance of the likeliest act."""
        return self.acts[self.act]

    @property
    def topic_confidence(self) -> float:
        """The chance that the message is about the likeliest topic."""
        return self.topics.get(self.topic, 0.0)


def _is_near_tie(chances: list[float]) -> bool:
    return len(chances) > 1 and chances[0] >= _LIKELY and chances[1] > _NEAR * chances[0]
