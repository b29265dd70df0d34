"""When a team can call back: stretches of its own opening hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, takewhile
from zoneinfo import ZoneInfo

from actions.tickets.opening import OpeningTimes, Shift

# Nobody can promise to call at once, nor to the minute.
NOTICE = timedelta(hours=1)
LENGTH = timedelta(hours=2)
# So many days with open hours are offered; of each the first stretch that is left and the last.
DAYS = 3
# Nobody is told to wait longer; what is meant by a date further on is a slip.
FURTHEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CallTime:
    """A stretch in which the team calls; both ends where the company is."""

    begins: datetime
    ends: datetime

    @classmethod
    def read(cls, written: str) -> "CallTime | None":
        """What `str` wrote; None if it is something else."""
        day, _, hours = written.partition(" ")
        begins, _, ends = hours.partition("-")
        try:
            return cls(*(datetime.fromisoformat(f"{day} {each}") for each in (begins, ends)))
        except ValueError:
            return None

    def __str__(self) -> str:
        """As it stands in a ticket, e.g. `2026-12-01 10:00-12:00`."""
        return f"{self.begins:%Y-%m-%d %H:%M}-{self.ends:%H:%M}"


def call_times(opening: OpeningTimes, now: datetime) -> list[CallTime]:
    """What is offered: at most two stretches on each of the next open days."""
    earliest = now + NOTICE
    offered: list[CallTime] = []
    days = groupby(opening.shifts(earliest), key=lambda shift: shift.day)
    found = 0
    for _day, shifts in days:
        of_day = [each for shift in shifts for each in _stretches(shift, opening, earliest)]
        offered += dict.fromkeys([of_day[0], of_day[-1]]) if of_day else []
        found += bool(of_day)
        if found == DAYS:
            break
    return offered


def call_times_on(opening: OpeningTimes, day: date, now: datetime) -> list[CallTime]:
    """Every stretch of one day that is left."""
    if day > now.astimezone(ZoneInfo(opening.time_zone)).date() + FURTHEST:
        return []
    midnight = datetime.combine(day, datetime.min.time(), ZoneInfo(opening.time_zone))
    earliest = max(now + NOTICE, midnight)
    of_day = takewhile(lambda shift: shift.day <= day, opening.shifts(earliest))
    return [
        each
        for shift in of_day
        if shift.day == day
        for each in _stretches(shift, opening, earliest)
    ]


def _stretches(shift: Shift, opening: OpeningTimes, earliest: datetime) -> Iterator[CallTime]:
    zone = ZoneInfo(opening.time_zone)
    begins = shift.opens
    while begins + LENGTH <= shift.closes:
        if begins >= earliest:
            yield CallTime(begins.astimezone(zone), (begins + LENGTH).astimezone(zone))
        begins += LENGTH
