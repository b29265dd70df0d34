"""The order of a review: what a lead learns most from comes first.

Uncertainty × frequency × diversity: a message that is like one before it teaches little more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A message that may be reviewed; `words` are its stems, `count` how often it was written."""

    id: str
    words: frozenset[str] = field(repr=False)
    uncertainty: float  # 0 to 1
    count: int = 1

    @property
    def weight(self) -> float:
        """What it is worth by itself: a tenfold frequency counts about twice."""
        return self.uncertainty * (1 + math.log10(self.count))


def most_useful_first(messages: Sequence[Doubtful], *, most: int) -> list[Doubtful]:
    """So many of them, each the one that adds most to those before it."""
    left = sorted(messages, key=lambda each: (-each.weight, each.id))
    likeness = dict.fromkeys((each.id for each in left), 0.0)
    chosen: list[Doubtful] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda each: each.weight * (1 - likeness[each.id]))
        left.remove(best)
        chosen.append(best)
        for each in left:
            likeness[each.id] = max(likeness[each.id], alike(best.words, each.words))
    return chosen


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two messages have in common."""
    return len(one & other) / len(one | other) if one | other else 1.0
