"""Team: who gets tickets, when they work, and what they promise."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

import opening_hours
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from actions.tickets.ticket import Priority
from actions.tickets.wording import Text


def _hours(text: Any) -> timedelta:
    found = re.fullmatch(r"(\d+)\s*(h|min|s)", str(text))
    if not found or not int(found[1]):
        raise ValueError(f"{text!r} is not a time; write e.g. 2 h or 30 min")
    return timedelta(**{{"h": "hours", "min": "minutes", "s": "seconds"}[found[2]]: int(found[1])})


def _days(text: Any) -> int:
    found = re.fullmatch(r"(\d+)\s*days?", str(text))
    if not found or not int(found[1]):
        raise ValueError(f"{text!r} is not a number of working days; write e.g. 3 days")
    return int(found[1])


def _hours_or_days(text: Any) -> timedelta | int:
    try:
        return _days(text)
    except ValueError:
        return _hours(text)


def opening_hours_of(text: Any) -> str:
    """The text, if it is in OpenStreetMap's notation; raises ValueError."""
    if not opening_hours.validate(str(text)):
        raise ValueError(
            f"{text!r} is not in opening hours' notation; write e.g. "
            "Mo-Fr 09:00-18:00; Sa 10:00-14:00"
        )
    return str(text)


Hours = Annotated[timedelta, BeforeValidator(_hours)]
Days = Annotated[int, BeforeValidator(_days)]
HoursOrDays = Annotated[timedelta | int, BeforeValidator(_hours_or_days)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SlaPolicy(_Part):
    """A promise: `first_answer` in open hours or working days, `solution` in working days."""

    first_answer: HoursOrDays
    solution: Days


class Lead(_Part):
    """Who looks after a promise that was not kept."""

    name: Annotated[str, Field(min_length=1)]
    email: str | None = None


class Team(_Part):
    """A team of desk.yml; `first_answer` counts open hours, `solution` working days.

    `by_priority` replaces both, where the desk's factor is not what the team promises. It takes
    tickets of every language and priority, round the clock, unless it says less; what it does not
    take goes to its `cover`.
    """

    slug: str
    name: Text
    hours: Annotated[str, BeforeValidator(opening_hours_of)]
    first_answer: Hours
    solution: Days
    by_priority: Mapping[Priority, SlaPolicy] = Field(default_factory=dict)
    lead: Lead | None = None
    languages: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    priorities: Annotated[tuple[Priority, ...], Field(min_length=1)] | None = None
    takes: Literal["always", "open_hours"] = "always"
    cover: str | None = None
