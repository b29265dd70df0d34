"""TicketStore: opens tickets; ticket, event and outbox rows in one transaction."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select
from sqlalchemy.exc import IntegrityError

from actions.contact import Contact
from actions.database import reading
from actions.erased import is_erased
from actions.tickets.delivery import Delivery
from actions.tickets.desk import Desk
from actions.tickets.errors import ErasedConversation
from actions.tickets.events import sendable, ticket_created
from actions.tickets.outbox import Outbox, keep, post
from actions.tickets.routing import team_for
from actions.tickets.sla import sla_for
from actions.tickets.tables import tickets
from actions.tickets.ticket import Ticket, TicketRequest, new_id, number_of


class TicketStore:
    """Every method is one transaction; what it returns is committed."""

    def __init__(self, engine: Engine, desk: Desk) -> None:
        self._engine = engine
        self._desk = desk
        self._outbox = Outbox(engine)

    def open(self, request: TicketRequest, *, now: datetime) -> Ticket:
        """The request's ticket: a new one, or the one opened before with the same key.

        Raises ErasedConversation.
        """
        with reading(self._engine) as connection:
            if earlier := _opened_earlier(connection, request):
                return earlier
        with self._engine.begin() as connection:
            if is_erased(connection, request.conversation_id):
                raise ErasedConversation
            return _opened_earlier(connection, request) or self._open(connection, request, now)

    def for_conversation(self, conversation_id: str) -> list[Ticket]:
        """The conversation's tickets, oldest first."""
        query = (
            select(tickets)
            .where(tickets.c.conversation_id == conversation_id)
            .order_by(tickets.c.id)
        )
        with reading(self._engine) as connection:
            return [_ticket(row) for row in connection.execute(query)]

    def deliveries(
        self, conversation_id: str | None = None, state: str | None = None
    ) -> list[Delivery]:
        """What was or will be sent to help desks, oldest first."""
        return self._outbox.deliveries(conversation_id, state)

    def replay(self, delivery_id: str) -> Delivery:
        """Makes a delivery due again; raises UnknownDelivery."""
        return self._outbox.replay(delivery_id)

    def _open(self, connection: Connection, request: TicketRequest, now: datetime) -> Ticket:
        row = _row(request, self._desk, now)
        try:
            # The UNIQUE key decides between two requests at the same moment (PostgreSQL).
            with connection.begin_nested():
                kept = connection.execute(insert(tickets).values(row).returning(tickets)).one()
        except IntegrityError:
            if earlier := _opened_earlier(connection, request):
                return earlier
            raise
        ticket = _ticket(kept)
        event = ticket_created(ticket, request.transcript)
        event_id = keep(connection, event, ticket_id=kept.id, sequence=ticket.sequence)
        helpdesks = [helpdesk.name for helpdesk in self._desk.helpdesks]
        post(connection, event_id, helpdesks, now=now)
        return ticket


def _opened_earlier(connection: Connection, request: TicketRequest) -> Ticket | None:
    query = select(tickets).where(tickets.c.idempotency_key == request.idempotency_key)
    row = connection.execute(query).one_or_none()
    return None if row is None else _ticket(row)


def _row(request: TicketRequest, desk: Desk, now: datetime) -> dict[str, Any]:
    team = team_for(request.topic, desk)
    priority = request.priority or desk.priority(request.topic)
    sla = sla_for(
        now,
        opening=desk.opening(team),
        first_answer=team.first_answer,
        factor=desk.priorities[priority],
        solution_days=team.solution,
    )
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
        "contact": asdict(request.contact),
        "subject": sendable(request.subject),
        "summary": sendable(request.summary),
        "details": {name: sendable(value) for name, value in request.details.items()},
        "page": None if request.page is None else dict(request.page),
        "tried": list(request.tried),
        "first_answer_due": sla.first_answer_due,
        "solution_due": sla.solution_due,
        "created_at": now,
        "sequence": 1,
    }


def _ticket(row: Row[Any]) -> Ticket:
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
    )
