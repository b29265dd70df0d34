"""Writing a change: ticket, event and outbox rows, in the caller's transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from actions.tickets.change import Change, changed
from actions.tickets.clocks import alarm_at, due_of
from actions.tickets.desk import Desk
from actions.tickets.erasing import is_emptied
from actions.tickets.errors import NotAllowed
from actions.tickets.events import ticket_changed, utc
from actions.tickets.lifecycle import RULES
from actions.tickets.links import Links
from actions.tickets.outbox import keep, post
from actions.tickets.rows import ticket_of
from actions.tickets.tables import events, tickets
from actions.tickets.ticket import Ticket, TranscriptLine, row_id_of

# What of a ticket a change may change.
CHANGING = (
    "status",
    "team",
    "assignee",
    "first_answer_due",
    "solution_due",
    "sequence",
    "clock_since",
    "paused_at",
    "first_answered_at",
    "resolved_at",
    "closed_at",
    "warned",
    "breached",
    "tasks",
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A ticket after a change; `new` is False when the same had been done before."""

    before: Ticket
    ticket: Ticket
    new: bool = True


def change_ticket(
    connection: Connection,
    number: str,
    change: Change,
    *,
    desk: Desk,
    links: Links | None = None,
    now: datetime,
) -> Changed:
    """Changes a ticket; raises UnknownTicket, NotAllowed, NothingSaid."""
    ticket = ticket_of(connection, number, lock=True)
    if change.key is not None and is_done(connection, ticket, change.key):
        return Changed(ticket, ticket, new=False)
    if is_emptied(ticket):
        raise NotAllowed(f"{ticket.number} was erased: nobody is left to answer.")
    after = changed(ticket, change, desk=desk, now=now)
    write(connection, after, desk)
    page = links.url(after) if links else None
    _tell_helpdesks(connection, ticket, after, change, desk=desk, page=page, now=now)
    return Changed(ticket, after)


def write(connection: Connection, ticket: Ticket, desk: Desk) -> None:
    """Writes what may change of a ticket, and when its clock rings next."""
    values: dict[str, Any] = {name: getattr(ticket, name) for name in CHANGING}
    values |= {name: list(values[name]) for name in ("warned", "breached")}
    values["tasks"] = [asdict(task) for task in ticket.tasks]
    _update(connection, ticket, values | {"alarm_at": alarm_at(ticket, desk)})


def write_alarm(connection: Connection, ticket: Ticket, desk: Desk) -> None:
    """Writes when the ticket's clock rings next."""
    _update(connection, ticket, {"alarm_at": alarm_at(ticket, desk)})


def _update(connection: Connection, ticket: Ticket, values: dict[str, Any]) -> None:
    where = tickets.c.id == row_id_of(ticket.number)
    connection.execute(update(tickets).where(where).values(values))


def is_done(connection: Connection, ticket: Ticket, key: str) -> bool:
    """Whether what has this key was done to the ticket before."""
    query = select(events.c.id).where(
        events.c.ticket_id == row_id_of(ticket.number), events.c.key == key
    )
    return connection.execute(query).one_or_none() is not None


def _tell_helpdesks(
    connection: Connection,
    before: Ticket,
    ticket: Ticket,
    change: Change,
    desk: Desk,
    page: str | None,
    now: datetime,
) -> None:
    line = TranscriptLine(change.actor, change.text, now) if change.text else None
    told = _told(before, ticket, change, desk)
    event = ticket_changed(
        ticket,
        RULES[change.act].event,
        change=told,
        message=line,
        files=change.files,
        page=page,
        now=now,
    )
    event_id = keep(
        connection,
        event,
        ticket_id=row_id_of(ticket.number) or 0,
        sequence=ticket.sequence,
        act=change.act,
        actor=change.actor,
        author=change.author,
        text=change.text,
        status=ticket.status,
        key=change.key,
    )
    post(connection, event_id, [helpdesk.name for helpdesk in desk.helpdesks], now=now)


def _told(before: Ticket, ticket: Ticket, change: Change, desk: Desk) -> dict[str, Any]:
    told: dict[str, Any] = {
        "act": change.act,
        "actor": change.actor,
        "author": change.author,
        "from": before.status,
        "to": ticket.status,
        "via": change.via,
    }
    if change.act in ("task", "finish"):
        told["task"] = change.task or len(ticket.tasks)
    if change.act not in ("warn", "escalate"):
        return told
    lead = desk.lead_of(ticket.team)
    told["lead"] = {"name": lead.name, "email": lead.email}
    if change.promise is not None:
        told |= {"promise": change.promise, "due": utc(due_of(before, change.promise))}
    return told
