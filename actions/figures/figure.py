"""The figures there are, and the time they are counted over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from actions.unanswered.gaps import WITHOUT_ANSWER

Figure = Literal[
    "questions",
    "answered",
    "suggested",
    "unanswered",
    "gained",
    "handed_over",
    "tickets",
    "at_risk",
    "satisfaction",
    "anger",
]
FIGURES: tuple[Figure, ...] = get_args(Figure)

# Why the bot spoke, as its record says it.
ANSWERED = frozenset({"answer"})
SUGGESTED = frozenset({"suggestions"})
QUESTIONS = ANSWERED | SUGGESTED | WITHOUT_ANSWER
DECISIONS: dict[str, frozenset[str]] = {
    "questions": QUESTIONS,
    "answered": ANSWERED,
    "suggested": SUGGESTED,
    "unanswered": WITHOUT_ANSWER,
}
SATISFIED = 4  # of 5, and better


@dataclass(frozen=True, slots=True)
class Period:
    """From `since`, before `until`."""

    since: datetime
    until: datetime

    @classmethod
    def last(cls, days: int, *, now: datetime) -> "Period":
        """The last so many days, up to now."""
        return cls(now - timedelta(days=days), now)

    @property
    def before(self) -> "Period":
        """As long a time, just before."""
        return Period(self.since - (self.until - self.since), self.since)
