"""When a team is at work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
import opening_hours

from actions.tickets.errors import NeverOpen

# Seasonal hours repeat within a year; a team closed for longer is a mistake in desk.yml.
HORIZON_DAYS = 366


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of open time on one local day, its ends in UTC."""

    day: date
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class OpeningTimes:
    """Opening hours (OpenStreetMap's notation) in a time zone, closed on public holidays."""

    hours: str
    time_zone: str
    country: str | None = None
    subdivision: str | None = None

    def shifts(self, after: datetime) -> Iterator[Shift]:
        """The open stretches that end after `after`, in order; raises NeverOpen."""
        first_day = after.astimezone(ZoneInfo(self.time_zone)).date()
        last_found = first_day
        day = first_day
        while (day - last_found).days <= HORIZON_DAYS:
            for shift in self._shifts_of(day):
                if shift.closes > after:
                    last_found = day
                    yield shift
            day += timedelta(days=1)
        raise NeverOpen(self.hours)

    def is_open(self, at: datetime) -> bool:
        """Whether the team is at work at a time."""
        return next(self.shifts(at)).opens <= at

    def _shifts_of(self, day: date) -> Iterator[Shift]:
        if self._is_holiday(day):
            return
        midnight = datetime.combine(day, time.min)
        stretches = _parsed(self.hours).intervals(midnight, midnight + timedelta(days=1))
        for start, end, state, _comment in stretches:
            if state == opening_hours.State.OPEN:
                # Seconds are counted in UTC: on the day clocks change, 09:00 to 21:00 stays 12 h
                # and a night shift is an hour shorter or longer, as the people in it know.
                yield Shift(day, self._utc(start), self._utc(end))

    def _is_holiday(self, day: date) -> bool:
        if self.country is None:
            return False
        return day in _holidays(self.country, self.subdivision, day.year)

    def _utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=ZoneInfo(self.time_zone)).astimezone(UTC)


@lru_cache(maxsize=64)
def _parsed(hours: str) -> opening_hours.OpeningHours:
    return opening_hours.OpeningHours(hours)


@lru_cache(maxsize=64)
def _holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
