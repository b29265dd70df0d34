"""The order of a review: what a lead learns most from comes first.

Uncertainty × frequency × diversity: a message that is like one before it teaches little more.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

# In place of the words of a message that has none: one like it is just as empty.
NOTHING = frozenset({""})


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
    words = [each.words or NOTHING for each in left]
    having: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(words):
        for word in each:
            having[word].append(place)
    likeness = [0.0] * len(left)
    # What one adds only falls as others are chosen: the first whose worth stands is the best.
    worths = [(-each.weight, place) for place, each in enumerate(left)]
    chosen: list[Doubtful] = []
    while worths and len(chosen) < most:
        worth, place = heappop(worths)
        now = -left[place].weight * (1 - likeness[place])
        if now > worth:
            heappush(worths, (now, place))
            continue
        chosen.append(left[place])
        together = Counter(other for word in words[place] for other in having[word])
        for other, common in together.items():
            share = alike(common, len(words[place]), len(words[other]))
            likeness[other] = max(likeness[other], share)
    return chosen


def alike(common: int, one: int, other: int) -> float:
    """Of the words of two messages, which have so many, the share that both have."""
    return common / (one + other - common)
