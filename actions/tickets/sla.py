"""The promise: when a person answers first, and when the matter is solved."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from actions.tickets.opening import OpeningTimes


@dataclass(frozen=True, slots=True)
class Sla:
    """What a contact is promised, in UTC."""

    first_answer_due: datetime
    solution_due: datetime


def sla_for(
    opened_at: datetime,
    *,
    opening: OpeningTimes,
    first_answer: timedelta | int,
    solution_days: int,
    factor: float = 1.0,
) -> Sla:
    """Both due times; the priority's `factor` shortens or stretches a first answer in hours only.

    In whole seconds, as they are told: to the contact, to the help desk and to the clock alike.
    """
    opened_at = opened_at.replace(microsecond=0)
    answered_by = (
        due_on_day(opened_at, opening=opening, working_days=first_answer)
        if isinstance(first_answer, int)
        else due_at(opened_at, opening=opening, open_time=first_answer * factor)
    )
    return Sla(
        first_answer_due=answered_by,
        solution_due=due_on_day(opened_at, opening=opening, working_days=solution_days),
    )


def open_time(begin: datetime, end: datetime, *, opening: OpeningTimes) -> timedelta:
    """For how long the team is open between two moments."""
    # In UTC, for the reason that `due_at` gives.
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    total = timedelta()
    if end <= begin:
        return total
    for shift in opening.shifts(begin):
        if shift.opens >= end:
            break
        total += min(shift.closes, end) - max(shift.opens, begin)
    return total


def due_at(opened_at: datetime, *, opening: OpeningTimes, open_time: timedelta) -> datetime:
    """When the team has been open for `open_time` since; closing time itself still counts."""
    # In UTC: two times of one zone are subtracted as the clock on the wall shows them, which is
    # an hour off on the days it changes.
    opened_at = opened_at.astimezone(UTC)
    left = open_time
    for shift in opening.shifts(opened_at):
        begins = max(shift.opens, opened_at)
        if begins + left <= shift.closes:
            return begins + left
        left -= shift.closes - begins
    raise AssertionError("shifts end only by raising NeverOpen")


def due_on_day(opened_at: datetime, *, opening: OpeningTimes, working_days: int) -> datetime:
    """Closing time of the n-th working day after the one on which the team can begin.

    A ticket opened after hours begins on the next day the team works.
    """
    shifts = opening.shifts(opened_at)
    due = next(shifts)
    days = 0
    for shift in shifts:
        if shift.day != due.day:
            days += 1
        if days > working_days:
            break
        due = shift
    return due.closes
