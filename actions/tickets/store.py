"""TicketStore: opens and changes tickets; ticket, event and outbox rows in one transaction."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Text, cast, func, insert, select
from sqlalchemy.exc import IntegrityError

from actions.database import reading
from actions.erased import is_erased
from actions.tickets.change import Change
from actions.tickets.changing import change_ticket, write_alarm
from actions.tickets.delivery import Delivery
from actions.tickets.desk import Desk
from actions.tickets.errors import ErasedConversation, NotAllowed
from actions.tickets.events import sendable, ticket_created
from actions.tickets.links import STATUS_PATH, Links, linked, relinked, ticket_behind
from actions.tickets.outbox import Outbox, keep, post
from actions.tickets.policy import promise
from actions.tickets.ratings import Rating, add_comment, rate, rating_of
from actions.tickets.routing import team_for
from actions.tickets.rows import Happening, ticket_from, ticket_of, timeline_of
from actions.tickets.tables import ratings, tickets
from actions.tickets.ticket import Status, Ticket, TicketRequest, new_id, number_of, row_id_of

Opened = Callable[[Connection, Ticket], None]
"""What else belongs to a new ticket, such as a letter, in the transaction that opens it."""


def tells_nobody(connection: Connection, ticket: Ticket) -> None:
    """A new ticket comes with nothing else."""


class TicketStore:
    """Every method is one transaction; what it returns is committed."""

    def __init__(self, engine: Engine, desk: Desk, links: Links | None = None) -> None:
        self._engine = engine
        self._desk = desk
        self.links = links
        self._outbox = Outbox(engine)

    def open(
        self, request: TicketRequest, *, now: datetime, opened: Opened = tells_nobody
    ) -> Ticket:
        """The request's ticket: a new one, or the one opened before with the same key.

        `opened` is called with a new one, in its transaction. Raises ErasedConversation.
        """
        with reading(self._engine) as connection:
            if earlier := _opened_earlier(connection, request):
                return earlier
        with self._engine.begin() as connection:
            if is_erased(connection, request.conversation_id):
                raise ErasedConversation
            if earlier := _opened_earlier(connection, request):
                return earlier
            ticket = open_ticket(connection, request, desk=self._desk, links=self.links, now=now)
            opened(connection, ticket)
            return ticket

    def change(self, number: str, change: Change, *, now: datetime) -> Ticket:
        """Changes a ticket; the contact is told nothing: that is `actions.progress`.

        Raises UnknownTicket, NotAllowed, NothingSaid.
        """
        with self._engine.begin() as connection:
            done = change_ticket(
                connection, number, change, desk=self._desk, links=self.links, now=now
            )
            return done.ticket

    def url(self, ticket: Ticket, path: str = STATUS_PATH) -> str | None:
        """The address of the ticket's private page; None if it has none."""
        return self.links.url(ticket, path) if self.links else None

    def behind(self, token: str) -> Ticket | None:
        """The ticket whose private link has this token."""
        with reading(self._engine) as connection:
            return ticket_behind(connection, token)

    def relink(self, number: str) -> Ticket:
        """Gives a ticket a new private link; the one from before opens nothing any more.

        Raises UnknownTicket, NotAllowed.
        """
        if self.links is None:
            raise NotAllowed("Without a workspace's key no link can be made.")
        with self._engine.begin() as connection:
            return relinked(connection, number, self.links)

    def rating(self, number: str) -> Rating | None:
        """A ticket's rating, if it was given; raises UnknownTicket."""
        with reading(self._engine) as connection:
            return rating_of(connection, ticket_of(connection, number))

    def rated(self) -> list[tuple[Ticket, Rating]]:
        """Every rating with its ticket, newest first."""
        query = (
            select(tickets, ratings.c.score, ratings.c.comment, ratings.c.at)
            .join(ratings, ratings.c.ticket_id == tickets.c.id)
            .order_by(ratings.c.at.desc())
        )
        with reading(self._engine) as connection:
            return [
                (ticket_from(row), Rating(number_of(row.id), row.score, row.comment, row.at))
                for row in connection.execute(query)
            ]

    def rate(self, number: str, score: int, *, comment: str = "", now: datetime) -> bool:
        """Keeps a closed ticket's rating, 1 to 5; False if it was rated before.

        Then the first score stands, and a comment is taken only if there was none.

        Raises UnknownTicket, NotAllowed.
        """
        with self._engine.begin() as connection:
            ticket = ticket_of(connection, number, lock=True)
            new = rate(connection, ticket, score, comment=comment, now=now)
            if not new and comment:
                add_comment(connection, ticket, comment)
            return new

    def get(self, number: str) -> Ticket:
        """The ticket of a number, however that is spelt; raises UnknownTicket."""
        with reading(self._engine) as connection:
            return ticket_of(connection, number)

    def newest(
        self, *, status: Status | None = None, team: str | None = None, limit: int = 50
    ) -> list[Ticket]:
        """Tickets, newest first."""
        query = select(tickets).order_by(tickets.c.id.desc()).limit(limit)
        if status is not None:
            query = query.where(tickets.c.status == status)
        if team is not None:
            query = query.where(tickets.c.team == team)
        with reading(self._engine) as connection:
            return [ticket_from(row) for row in connection.execute(query)]

    def with_tasks(self) -> list[Ticket]:
        """The tickets that are not closed and of which other teams do a part, oldest first."""
        has_some = cast(tickets.c.tasks, Text) != "[]"
        query = select(tickets).where(tickets.c.status != "closed", has_some)
        with reading(self._engine) as connection:
            return [ticket_from(row) for row in connection.execute(query.order_by(tickets.c.id))]

    def timeline(self, number: str) -> list[Happening]:
        """What happened to a ticket, in order; raises UnknownTicket."""
        with reading(self._engine) as connection:
            return timeline_of(connection, ticket_of(connection, number))

    def for_conversation(self, conversation_id: str) -> list[Ticket]:
        """The conversation's tickets, oldest first."""
        query = (
            select(tickets)
            .where(tickets.c.conversation_id == conversation_id)
            .order_by(tickets.c.id)
        )
        with reading(self._engine) as connection:
            return [ticket_from(row) for row in connection.execute(query)]

    def of_visitor(self, external_id: str) -> list[Ticket]:
        """The tickets of whom their site vouches for, oldest first, in any conversation."""
        contact = tickets.c.contact
        query = (
            select(tickets)
            .where(contact["external_id"].as_string() == external_id)
            .order_by(tickets.c.id)
        )
        with reading(self._engine) as connection:
            found = [ticket_from(row) for row in connection.execute(query)]
        return [ticket for ticket in found if ticket.contact.verified]

    def of_address(self, email: str) -> list[Ticket]:
        """The tickets that were opened with an e-mail address, oldest first."""
        address = tickets.c.contact["email"].as_string()
        query = select(tickets).where(func.lower(address) == email.lower()).order_by(tickets.c.id)
        with reading(self._engine) as connection:
            return [ticket_from(row) for row in connection.execute(query)]

    def deliveries(
        self, conversation_id: str | None = None, state: str | None = None
    ) -> list[Delivery]:
        """What was or will be sent to help desks, oldest first."""
        return self._outbox.deliveries(conversation_id, state)

    def replay(self, delivery_id: str) -> Delivery:
        """Makes a delivery due again; raises UnknownDelivery."""
        return self._outbox.replay(delivery_id)


def open_ticket(
    connection: Connection,
    request: TicketRequest,
    *,
    desk: Desk,
    links: Links | None = None,
    now: datetime,
) -> Ticket:
    """Opens a ticket in the caller's transaction; the one opened before with the same key stays."""
    row = _row(request, desk, now)
    try:
        # The UNIQUE key decides between two requests at the same moment (PostgreSQL).
        with connection.begin_nested():
            kept = connection.execute(insert(tickets).values(row).returning(tickets)).one()
    except IntegrityError:
        if earlier := _opened_earlier(connection, request):
            return earlier
        raise
    ticket = ticket_from(kept)
    if links is not None:
        ticket = linked(connection, ticket, links)
    write_alarm(connection, ticket, desk)
    event = ticket_created(
        ticket,
        request.transcript,
        page=links.url(ticket) if links else None,
        attachments=request.attachments,
        transcript_url=request.transcript_url,
    )
    event_id = keep(connection, event, ticket_id=kept.id, sequence=ticket.sequence)
    post(connection, event_id, [helpdesk.name for helpdesk in desk.helpdesks], now=now)
    return ticket


def _opened_earlier(connection: Connection, request: TicketRequest) -> Ticket | None:
    query = select(tickets).where(tickets.c.idempotency_key == request.idempotency_key)
    row = connection.execute(query).one_or_none()
    return None if row is None else ticket_from(row)


def _row(request: TicketRequest, desk: Desk, now: datetime) -> dict[str, Any]:
    priority = request.priority or desk.priority(request.topic)
    team = (
        desk.teams[request.team]
        if request.team
        else team_for(request.topic, desk, language=request.language, priority=priority, at=now)
    )
    sla = promise(desk, team=team.slug, topic=request.topic, priority=priority, opened_at=now)
    return {
        "public_id": new_id("tkt"),
        "idempotency_key": request.idempotency_key,
        "conversation_id": request.conversation_id,
        "status": "open",
        "team": team.slug,
        "topic": request.topic,
        "priority": priority,
        "language": request.language,
        "reason": request.reason,
        "mood": request.mood,
        "contact": asdict(request.contact),
        "external_id": request.contact.external_id,
        "subject": sendable(request.subject),
        "summary": sendable(request.summary),
        "details": {name: sendable(value) for name, value in request.details.items()},
        "page": None if request.page is None else dict(request.page),
        "tried": list(request.tried),
        "first_answer_due": sla.first_answer_due,
        "solution_due": sla.solution_due,
        "created_at": now,
        "sequence": 1,
        "follows": None if request.follows is None else row_id_of(request.follows),
        "clock_since": now,
    }
