"""Team: who gets tickets, when they work, and what they promise."""

import re
from datetime import timedelta
from typing import Annotated, Any

import opening_hours
from pydantic import BaseModel, BeforeValidator, ConfigDict

from actions.tickets.wording import Text


def _hours(text: Any) -> timedelta:
    found = re.fullmatch(r"(\d+)\s*(h|min)", str(text))
    if not found or not int(found[1]):
        raise ValueError(f"{text!r} is not a time; write e.g. 2 h or 30 min")
    return timedelta(**{{"h": "hours", "min": "minutes"}[found[2]]: int(found[1])})


def _days(text: Any) -> int:
    found = re.fullmatch(r"(\d+)\s*days?", str(text))
    if not found or not int(found[1]):
        raise ValueError(f"{text!r} is not a number of working days; write e.g. 3 days")
    return int(found[1])


def _opening_hours(text: Any) -> str:
    if not opening_hours.validate(str(text)):
        raise ValueError(
            f"{text!r} is not in opening hours' notation; write e.g. "
            "Mo-Fr 09:00-18:00; Sa 10:00-14:00"
        )
    return str(text)


class Team(BaseModel):
    """A team of desk.yml; `first_answer` counts open hours, `solution` working days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: str
    name: Text
    hours: Annotated[str, BeforeValidator(_opening_hours)]
    first_answer: Annotated[timedelta, BeforeValidator(_hours)]
    solution: Annotated[int, BeforeValidator(_days)]
