"""Tickets and what happened to them, as their rows hold it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from actions.contact import Contact
from actions.tickets.errors import UnknownTicket
from actions.tickets.tables import events, tickets
from actions.tickets.task import Task
from actions.tickets.ticket import Status, Ticket, number_of, row_id_of


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a ticket as its contact sees it: `status` is where it stood afterwards."""

    sequence: int
    act: str
    actor: str
    author: str | None
    text: str = field(repr=False)
    status: Status
    at: datetime


def ticket_of(connection: Connection, number: str, *, lock: bool = False) -> Ticket:
    """The ticket of a number; with `lock` nobody else changes it until we commit.

    Raises UnknownTicket.
    """
    query = select(tickets).where(tickets.c.id == row_id_of(number))
    if lock:
        query = query.with_for_update()  # PostgreSQL; a writing transaction on SQLite is alone
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownTicket(number)
    return ticket_from(row)


def timeline_of(connection: Connection, ticket: Ticket) -> list[Happening]:
    """What happened to a ticket, in order."""
    query = (
        select(events)
        .where(events.c.ticket_id == row_id_of(ticket.number), events.c.type != "contact.erased")
        .order_by(events.c.sequence)
    )
    return [
        Happening(
            sequence=row.sequence,
            act=row.act,
            actor=row.actor,
            author=row.author,
            text=row.text,
            status=row.status,
            at=row.occurred_at,
        )
        for row in connection.execute(query)
    ]


def ticket_from(row: Row[Any]) -> Ticket:
    """The ticket that a row holds."""
    return Ticket(
        number=number_of(row.id),
        public_id=row.public_id,
        conversation_id=row.conversation_id,
        status=row.status,
        team=row.team,
        topic=row.topic,
        priority=row.priority,
        language=row.language,
        reason=row.reason,
        mood=row.mood,
        contact=Contact(**row.contact),
        subject=row.subject,
        summary=row.summary,
        details=row.details,
        page=row.page,
        tried=tuple(row.tried),
        first_answer_due=row.first_answer_due,
        solution_due=row.solution_due,
        created_at=row.created_at,
        sequence=row.sequence,
        assignee=row.assignee,
        follows=None if row.follows is None else number_of(row.follows),
        clock_since=row.clock_since,
        paused_at=row.paused_at,
        first_answered_at=row.first_answered_at,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        warned=tuple(row.warned),
        breached=tuple(row.breached),
        link_generation=row.link_generation,
        tasks=tuple(Task(**task) for task in row.tasks),
    )
