"""Spikes: topics that are asked about much more than before; pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

# Counts of rare things jump by themselves: three of their standard deviations are noise once in a
# thousand, and under five questions nobody needs to be called.
STANDARD_DEVIATIONS = 3.0
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Spike:
    """A topic, how often it was asked about, and how often before."""

    topic: str
    now: int
    before: int


def spikes(now: Mapping[str, int], before: Mapping[str, int]) -> list[Spike]:
    """The topics that were asked about much more than in as long a time before, most first."""
    found = [
        Spike(topic, count, before.get(topic, 0))
        for topic, count in now.items()
        if count >= FEWEST and _is_much_more(count, before.get(topic, 0))
    ]
    return sorted(found, key=lambda spike: (spike.before - spike.now, spike.topic))


def _is_much_more(count: int, expected: int) -> bool:
    # Both are counts, so both vary: by the root of their sum.
    return count - expected > STANDARD_DEVIATIONS * math.sqrt(max(count + expected, 1))
