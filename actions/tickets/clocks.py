"""The clocks of a ticket: when a promise ends, stands still, and was not kept; pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from actions.tickets.desk import Desk
from actions.tickets.policy import commitment, promise
from actions.tickets.sla import due_at, open_time
from actions.tickets.ticket import Ticket

PromiseName = Literal["first_answer", "solution"]

# A team that misses so many commitments in a row is promised for no more: a person has to look.
MOST_BREACHES = 3


def kept_open(ticket: Ticket) -> tuple[PromiseName, ...]:
    """The promises that are still to be kept."""
    if ticket.resolved_at is not None:
        return ()
    first: tuple[PromiseName, ...] = ("first_answer",) if ticket.first_answered_at is None else ()
    return (*first, "solution")


def due_of(ticket: Ticket, name: PromiseName) -> datetime:
    """When a promise ends."""
    return ticket.first_answer_due if name == "first_answer" else ticket.solution_due


def _due(ticket: Ticket, name: PromiseName, due: datetime) -> Ticket:
    if name == "first_answer":
        return replace(ticket, first_answer_due=due)
    return replace(ticket, solution_due=due)


def next_due(ticket: Ticket) -> datetime | None:
    """What the contact is promised next; None while it is not the team's turn."""
    names = () if ticket.paused_at else kept_open(ticket)
    return min((due_of(ticket, name) for name in names), default=None)


def answered(ticket: Ticket, now: datetime) -> Ticket:
    """A person has said something to the contact."""
    return replace(ticket, first_answered_at=ticket.first_answered_at or now)


def paused(ticket: Ticket, now: datetime) -> Ticket:
    """The clocks stand still: it is the contact's turn."""
    return replace(ticket, paused_at=ticket.paused_at or now)


def resumed(ticket: Ticket, *, desk: Desk, now: datetime) -> Ticket:
    """The clocks go on: as much open time is left as when they stood still."""
    if ticket.paused_at is None:
        return ticket
    opening = desk.opening(desk.team(ticket.team))
    stopped = ticket.paused_at

    def moved(due: datetime) -> datetime:
        left = open_time(stopped, due, opening=opening)
        return due_at(now.replace(microsecond=0), opening=opening, open_time=left) if left else due

    for name in kept_open(ticket):
        ticket = _due(ticket, name, moved(due_of(ticket, name)))
    return replace(ticket, paused_at=None, clock_since=now)


def promised_anew(ticket: Ticket, *, desk: Desk, now: datetime) -> Ticket:
    """What was solved is not: an answer and a solution are promised again."""
    sla = promise(
        desk, team=ticket.team, topic=ticket.topic, priority=ticket.priority, opened_at=now
    )
    return replace(
        ticket,
        first_answer_due=sla.first_answer_due,
        solution_due=sla.solution_due,
        clock_since=now,
        paused_at=None,
        first_answered_at=None,
        resolved_at=None,
        closed_at=None,
        warned=(),
    )


def committed(ticket: Ticket, name: PromiseName, *, desk: Desk, now: datetime) -> Ticket:
    """A promise was not kept: the next time, by the desk's policy."""
    sla = commitment(
        desk, team=ticket.team, topic=ticket.topic, priority=ticket.priority, missed_at=now
    )
    due = sla.first_answer_due if name == "first_answer" else sla.solution_due
    return _due(replace(ticket, breached=(*ticket.breached, name)), name, due)


def is_given_up(ticket: Ticket, name: PromiseName) -> bool:
    """Whether no other time is promised any more."""
    return ticket.breached.count(name) >= MOST_BREACHES


def is_to_be_warned(ticket: Ticket, name: PromiseName) -> bool:
    """Whether the lead has not heard of this promise yet."""
    return name not in ticket.warned and name not in ticket.breached


def warning_at(ticket: Ticket, name: PromiseName, desk: Desk) -> datetime:
    """When the lead is warned: so much of the open time before the promise ends has gone."""
    opening = desk.opening(desk.team(ticket.team))
    since = (ticket.clock_since or ticket.created_at).replace(microsecond=0)
    whole = open_time(since, due_of(ticket, name), opening=opening)
    return due_at(since, opening=opening, open_time=whole * desk.warns_at)


def closes_at(ticket: Ticket, desk: Desk) -> datetime | None:
    """When silence closes what is solved."""
    if ticket.status != "resolved" or ticket.resolved_at is None:
        return None
    # By the clock on the wall there, also when it is changed in between.
    resolved_at = ticket.resolved_at.astimezone(ZoneInfo(desk.time_zone))
    return (resolved_at + timedelta(days=desk.closes_after)).astimezone(UTC)


def alarm_at(ticket: Ticket, desk: Desk) -> datetime | None:
    """When the clock has something to do next; None: not before somebody acts."""
    if ticket.status == "resolved":
        return closes_at(ticket, desk)
    return min(_alarms(ticket, desk), default=None)


def _alarms(ticket: Ticket, desk: Desk) -> Iterator[datetime]:
    if ticket.paused_at or ticket.is_over or desk.left_to_helpdesk("owns_sla"):
        return
    for name in kept_open(ticket):
        if is_given_up(ticket, name):
            continue
        if is_to_be_warned(ticket, name):
            yield min(warning_at(ticket, name, desk), due_of(ticket, name))
        else:
            yield due_of(ticket, name)
