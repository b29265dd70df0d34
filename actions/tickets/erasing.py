"""Taking the contact out of tickets: what stays says what happened when, and of nobody."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from actions.contact import Contact
from actions.tickets.events import contact_erased
from actions.tickets.outbox import keep, post
from actions.tickets.tables import deliveries, events, ratings, tickets
from actions.tickets.ticket import Ticket, number_of

# A body is what help desks receive; of an erased ticket none is sent again.
EMPTY_BODY = "{}"
EMPTIED: dict[str, Any] = {
    "status": "closed",
    "contact": asdict(Contact()),
    "external_id": None,
    "subject": "",
    "summary": "",
    "details": {},
    "page": None,
    "tasks": [],
    "alarm_at": None,
    "link_generation": None,
    "link_hash": None,
}


def erase_contact(
    connection: Connection, conversation_ids: Sequence[str], *, tell: bool, now: datetime
) -> None:
    """Empties and closes the conversations' tickets; `tell`: help desks get `contact.erased`.

    Number, team, topic, priority and times stay: they are the company's, and of nobody.
    """
    query = select(tickets).where(tickets.c.conversation_id.in_(conversation_ids)).with_for_update()
    for ticket in connection.execute(query).all():
        if any(getattr(ticket, name) != value for name, value in EMPTIED.items()):
            _erase(connection, ticket, tell=tell, now=now)


def is_emptied(ticket: Ticket) -> bool:
    """Whether the contact was taken out of a ticket: it stays closed."""
    return ticket.is_over and ticket.contact == Contact() and not ticket.summary


def _erase(connection: Connection, ticket: Row[Any], *, tell: bool, now: datetime) -> None:
    sent_to = _withdraw_events(connection, ticket.id)
    sequence = ticket.sequence + 1 if tell else ticket.sequence
    emptied = EMPTIED | {"sequence": sequence}
    connection.execute(update(tickets).where(tickets.c.id == ticket.id).values(emptied))
    # The score is the company's, what was said with it the contact's.
    connection.execute(update(ratings).where(ratings.c.ticket_id == ticket.id).values(comment=""))
    if not tell:
        return
    event = contact_erased(number_of(ticket.id), ticket.public_id, sequence=sequence, now=now)
    seen = {"act": "erase", "actor": "contact", "status": "closed"}
    event_id = keep(connection, event, ticket_id=ticket.id, sequence=sequence, **seen)
    for helpdesk, leased_until in sent_to.items():
        # What is on its way arrives first.
        post(connection, event_id, [helpdesk], now=max(now, leased_until or now))


def _withdraw_events(connection: Connection, ticket_id: int) -> dict[str, datetime | None]:
    """Empties what help desks were or would have been sent; which they are, and until when an
    attempt may be under way.
    """
    earlier = select(events.c.id).where(events.c.ticket_id == ticket_id)
    query = (
        select(deliveries.c.helpdesk, func.max(deliveries.c.leased_until))
        .where(deliveries.c.event_id.in_(earlier))
        .group_by(deliveries.c.helpdesk)
    )
    sent_to = {helpdesk: leased_until for helpdesk, leased_until in connection.execute(query)}
    connection.execute(delete(deliveries).where(deliveries.c.event_id.in_(earlier)))
    connection.execute(
        update(events).where(events.c.ticket_id == ticket_id).values(body=EMPTY_BODY, text="")
    )
    return sent_to
