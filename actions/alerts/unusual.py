"""Whether an hour is unlike the same hour of other days; pure."""

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from actions.figures import Period

HOUR = timedelta(hours=1)
# The same hour of the last seven days, and of this weekday in the three weeks before: a Monday is
# compared with Mondays, too.
EARLIER_DAYS = (*range(1, 8), 14, 21, 28)
# An hour that comes by chance once in ten thousand: one of a year.
CHANCE = 1e-4
# Where there was none, one in four hours would have been no surprise.
FEWEST_USUAL = 0.25


def last_hour(now: datetime) -> Period:
    """The hour up to now."""
    return Period(now - HOUR, now)


def usual_hours(now: datetime) -> Iterator[Period]:
    """The same hour of other days."""
    for days in EARLIER_DAYS:
        until = now - timedelta(days=days)
        yield Period(until - HOUR, until)


def is_unusual(count: int, earlier: Sequence[int]) -> bool:
    """Whether there are more than at the busiest of the same hours, and more than by chance."""
    return chance_of(count, max([FEWEST_USUAL, *earlier])) < CHANCE


def chance_of(count: int, usual: float) -> float:
    """How likely so many or more are where `usual` are to be expected (Poisson)."""
    if count <= usual:
        return 1.0
    chance, term = 0.0, math.exp(count * math.log(usual) - usual - math.lgamma(count + 1))
    for more in range(count + 1, count + 1_000):
        chance += term
        term *= usual / more
        if term < chance * 1e-9:
            break
    return chance
