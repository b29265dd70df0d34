"""What a message says for one of the company's fields, and whether that can be right."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import get_args

from actions.tickets.call_times import CallTime
from actions.tickets.fields import DetailKind, Field
from actions.turns.heard import Heard

OF_DETAILS = frozenset(get_args(DetailKind))
# Of these people write what no list knows: who insists is taken at their word.
IN_WORDS = frozenset({"product", "address", "shop"})
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
# "at 11", "11:30", "11 h": an hour by itself, no part of a date.
HOUR = re.compile(r"(?<![\d/.:-])([01]?\d|2[0-3])(?:[:.h]([0-5]\d))?(?![\d/.:-])")


def told(field: Field, heard: Heard, today: date) -> str | None:
    """What a message tells of a field by itself, whatever it was asked; None if it tells nothing
    that may be.
    """
    if heard.is_button:
        return None
    if field.form is not None and field.is_known_anywhere:
        return field.form.read(heard.text)
    if field.kind == "choice":
        return chosen(field, heard.text)
    if field.kind not in OF_DETAILS:
        return None
    detail = heard.detail(field.kind)
    return normal(field, detail.value, today) if detail else None


def answered(
    field: Field,
    heard: Heard,
    today: date,
    *,
    patient: bool = False,
    call_times: Sequence[CallTime] = (),
) -> str | None:
    """What a message says to the question for a field; None if that is not what was asked for.

    `patient`: words that no list knows are taken as they are.
    """
    value = told(field, heard, today)
    if value is not None:
        return value
    if field.form is not None:
        return field.form.read(heard.text)
    match field.kind:
        case "text":
            return heard.text if len(heard.text) <= field.longest else None
        case "number" | "amount":
            found = NUMBER.search(heard.text)
            return normal(field, found[0].replace(",", "."), today) if found else None
        case "call_time":
            return meant(heard, call_times)
        case kind if kind in IN_WORDS and patient:
            return heard.text if len(heard.text) <= field.longest else None
    return None


def normal(field: Field, value: str, today: date) -> str | None:
    """The value as it is kept; None if a field's limits refuse it."""
    if field.kind in ("amount", "number"):
        found = NUMBER.match(value)
        number = float(found[0]) if found else None
        too_little = number is None or (field.least is not None and number < field.least)
        too_much = number is not None and field.most is not None and number > field.most
        return None if too_little or too_much else value
    if field.kind == "date" and field.days is not None:
        day = day_of(value, today, past=field.days == "past")
        return day.isoformat() if day else None
    return value


def chosen(field: Field, text: str) -> str | None:
    """The one choice whose name, in any language, stands in a text; None of several."""
    said = _folded(text)
    found = {
        value
        for value, names in field.choices.items()
        for name in names.values()
        if re.search(rf"(?<!\w){re.escape(_folded(name))}(?!\w)", said)
    }
    return found.pop() if len(found) == 1 else None


def meant(heard: Heard, call_times: Sequence[CallTime]) -> str | None:
    """The one time that an hour falls into; where it falls into several, the day was not said."""
    hours = [_minutes(found) for found in HOUR.finditer(heard.text)]
    found = {
        str(each)
        for each in call_times
        for minutes in hours[-1:]  # the day is said before the hour
        if _of_day(each.begins) <= minutes < _of_day(each.ends)
    }
    return found.pop() if len(found) == 1 else None


def claimed(field: Field, heard: Heard) -> set[str]:
    """The kinds of details that are the answer to a field, and no one's address or name then."""
    return {detail.kind for detail in heard.details if detail.kind == field.kind}


def day_of(value: str, today: date, *, past: bool = False) -> date | None:
    """A date that has been, or is to come; without a year it is the nearest such."""
    years: Sequence[str] = (value[:4],)
    if value.startswith("--"):
        nearest = (0, -1) if past else (0, 1)
        years = [str(today.year + each) for each in nearest]
    for year in years:
        try:
            day = date.fromisoformat(f"{year}-{value[-5:]}")
        except ValueError:  # 29 February, of a year without
            continue
        if (day <= today) if past else (day >= today):
            return day
    return None


def _minutes(found: re.Match[str]) -> int:
    return int(found[1]) * 60 + int(found[2] or 0)


def _of_day(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
