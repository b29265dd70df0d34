"""A change of a ticket: what somebody does to it, and what it is afterwards; pure."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from actions.tickets.clocks import (
    PromiseName,
    answered,
    closes_at,
    committed,
    due_of,
    is_given_up,
    is_to_be_warned,
    kept_open,
    paused,
    promised_anew,
    resumed,
    warning_at,
)
from actions.tickets.desk import Desk
from actions.tickets.errors import NotAllowed, NothingSaid
from actions.tickets.events import sendable
from actions.tickets.lifecycle import Act, Actor, after
from actions.tickets.task import Task, dropped, with_done, with_task
from actions.tickets.ticket import Status, Ticket, TicketFile

OF_TASKS: frozenset[Act] = frozenset({"task", "finish"})
SAYS_SOMETHING: frozenset[Act] = frozenset({"reply", "add"})
# In these states the promise's clock stands still: it is the contact's turn, or nobody's.
STILL: frozenset[Status] = frozenset({"waiting_for_contact", "resolved", "closed"})


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody does: `author` as the contact reads their name, `text` as they wrote it.

    `key`: the same again does nothing, e.g. the id of a help desk's own event. `via`: the help
    desk in which it was done, which need not do it again.
    """

    act: Act
    actor: Actor
    author: str | None = None
    text: str = field(default="", repr=False)
    team: str | None = None  # of a transfer or a task
    what: str = field(default="", repr=False)  # of a task: what its team is to do
    task: int | None = None  # the number of one that is finished
    promise: PromiseName | None = None  # of a warning or an escalation
    key: str | None = None
    via: str | None = None
    files: tuple[TicketFile, ...] = ()  # that came with what the contact says

    def __post_init__(self) -> None:
        """Takes out what no database and no receiver could hold: half characters and NUL."""
        if self.act in OF_TASKS:  # nothing of a task is the contact's to read
            object.__setattr__(self, "text", "")
        for name in ("text", "what"):
            object.__setattr__(self, name, sendable(getattr(self, name)).replace("\0", ""))


def changed(ticket: Ticket, change: Change, *, desk: Desk, now: datetime) -> Ticket:
    """The ticket after the change; raises NotAllowed, NothingSaid."""
    if change.act in SAYS_SOMETHING and not change.text.strip():
        raise NothingSaid(change.act)
    before = ticket.status
    ticket = replace(
        ticket,
        status=after(before, change.act, change.actor),
        sequence=ticket.sequence + 1,
        **_hands(ticket, change, desk),
        tasks=_tasks(ticket, change, desk, now),
    )
    if change.actor == "agent" and change.text.strip():
        ticket = answered(ticket, now)
    if change.promise is not None:
        return _noticed(ticket, change, change.promise, desk, now)
    return _clocks(ticket, before, desk, now)


def _hands(ticket: Ticket, change: Change, desk: Desk) -> dict[str, Any]:
    """In whose hands it is then."""
    if change.act == "transfer":
        if change.team not in desk.teams:
            raise NotAllowed(f"{change.team!r} is no team; choose one of {', '.join(desk.teams)}.")
        return {"team": change.team, "assignee": None}
    if change.act in OF_TASKS:
        return {}  # whoever does a part of it has not taken the whole
    if change.act == "release":
        return {"assignee": None}
    if change.act == "take":
        return {"assignee": change.author}
    if change.actor == "agent":
        return {"assignee": ticket.assignee or change.author}
    return {}


def _tasks(ticket: Ticket, change: Change, desk: Desk, now: datetime) -> tuple[Task, ...]:
    if change.act == "task":
        if change.team is not None and change.team not in desk.teams:
            raise NotAllowed(f"{change.team!r} is no team; choose one of {', '.join(desk.teams)}.")
        return with_task(
            ticket.tasks,
            owner=ticket.team,
            team=change.team,
            what=change.what,
            by=change.author,
            now=now,
        )
    if change.act == "finish":
        return with_done(ticket.tasks, change.task, by=change.author, now=now)
    ends = after(ticket.status, change.act, change.actor) == "closed"
    return dropped(ticket.tasks) if ends else ticket.tasks


def _noticed(
    ticket: Ticket, change: Change, promise: PromiseName, desk: Desk, now: datetime
) -> Ticket:
    if change.act == "warn":
        return replace(ticket, warned=(*ticket.warned, promise))
    return committed(ticket, promise, desk=desk, now=now)


def _clocks(ticket: Ticket, before: Status, desk: Desk, now: datetime) -> Ticket:
    if before in ("resolved", "closed") and ticket.status == "in_progress":
        return promised_anew(ticket, desk=desk, now=now)
    if ticket.status == "resolved" and before != "resolved":
        ticket = replace(ticket, resolved_at=now)
    if ticket.status == "closed":
        ticket = replace(ticket, resolved_at=ticket.resolved_at or now, closed_at=now)
    if ticket.status in STILL:
        return paused(ticket, now)
    return resumed(ticket, desk=desk, now=now)


def rung(ticket: Ticket, desk: Desk, now: datetime) -> Change | None:
    """What the clock does to a ticket now, if anything."""
    if (end := closes_at(ticket, desk)) is not None:
        return Change("close", "clock") if now >= end else None
    if ticket.paused_at or ticket.is_over:
        return None
    if desk.left_to_helpdesk("owns_sla"):
        return None
    names = [name for name in kept_open(ticket) if not is_given_up(ticket, name)]
    for name in names:
        if now >= due_of(ticket, name):
            return Change("escalate", "clock", promise=name)
    for name in names:
        if is_to_be_warned(ticket, name) and now >= warning_at(ticket, name, desk):
            return Change("warn", "clock", promise=name)
    return None
