"""Outbox: what is due, what became of it, what to try again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, delete, insert, or_, select, update

from actions.database import reading
from actions.request_id import current_request_id
from actions.tickets.delivery import Attempt, Claim, Delivery
from actions.tickets.errors import UnknownDelivery
from actions.tickets.events import Event
from actions.tickets.retry import Judgement, Outcome
from actions.tickets.tables import attempts, deliveries, disabled_helpdesks, events, tickets
from actions.tickets.ticket import new_id, number_of

# A statement takes 65,535 values on PostgreSQL, 32,766 on SQLite.
BATCH = 500


class Outbox:
    """Events to send. Each is sent at least once, always under the same webhook-id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due_helpdesks(self, now: datetime) -> list[str]:
        """The help desks, not disabled, for which something is due."""
        disabled = select(disabled_helpdesks.c.name)
        query = (
            select(deliveries.c.helpdesk)
            .where(*_due(now), deliveries.c.helpdesk.not_in(disabled))
            .distinct()
            .order_by(deliveries.c.helpdesk)
        )
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def claim(self, helpdesk: str, *, now: datetime, until: datetime, limit: int) -> list[Claim]:
        """Takes up to `limit` due deliveries; nobody else gets them before `until`."""
        lease = new_id("lse")
        chosen = (
            select(deliveries.c.id)
            .where(*_due(now), deliveries.c.helpdesk == helpdesk)
            .order_by(deliveries.c.next_attempt_at, deliveries.c.id)
            .limit(limit)
        )
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # SQLite has one writer at a time, and SQLAlchemy would drop the words silently.
                chosen = chosen.with_for_update(skip_locked=True)
            taken = (
                update(deliveries)
                .where(deliveries.c.id.in_(chosen.scalar_subquery()))
                .values(lease=lease, leased_until=until, tries=deliveries.c.tries + 1)
                .returning(deliveries.c.id)
            )
            ids = list(connection.execute(taken).scalars())
            return list(_claims(connection, ids))

    def record(
        self,
        claim: Claim,
        outcome: Outcome,
        judgement: Judgement,
        *,
        headers: Mapping[str, str],
        now: datetime,
    ) -> None:
        """Notes how an attempt ended; without effect on the delivery if the lease was lost.

        Of a delivery that was erased meanwhile nothing is noted.
        """
        there = select(deliveries.c.id).where(deliveries.c.id == claim.delivery_id)
        attempt = {"delivery_id": claim.delivery_id, "at": now}
        attempt |= {"status": outcome.status, "error": outcome.error}
        settled = (
            update(deliveries)
            .where(deliveries.c.id == claim.delivery_id, deliveries.c.lease == claim.lease)
            .values(
                state=judgement.state,
                next_attempt_at=judgement.next_attempt_at,
                headers=dict(headers),
                lease=None,
                leased_until=None,
            )
        )
        with self._engine.begin() as connection:
            if connection.execute(there.with_for_update()).one_or_none() is None:
                return
            connection.execute(insert(attempts).values(attempt))
            connection.execute(settled)
            if judgement.disables_helpdesk:
                _disable(connection, claim.helpdesk, f"answered {outcome.status}", now)

    def deliveries(
        self, conversation_id: str | None = None, state: str | None = None
    ) -> list[Delivery]:
        """Deliveries, oldest first, of one conversation or in one state if asked."""
        query = _delivery_rows().order_by(events.c.occurred_at, deliveries.c.id)
        if conversation_id is not None:
            query = query.where(tickets.c.conversation_id == conversation_id)
        if state is not None:
            query = query.where(deliveries.c.state == state)
        with reading(self._engine) as connection:
            return list(_deliveries(connection, query))

    def page(
        self,
        *,
        state: str | None = None,
        helpdesk: str | None = None,
        before: datetime | None = None,
        limit: int,
    ) -> list[Delivery]:
        """The newest deliveries, whose event happened `before`; every part is found by an index."""
        query = _delivery_rows().order_by(events.c.occurred_at.desc(), deliveries.c.id)
        if state is not None:
            query = query.where(deliveries.c.state == state)
        if helpdesk is not None:
            query = query.where(deliveries.c.helpdesk == helpdesk)
        if before is not None:
            query = query.where(events.c.occurred_at < before)
        with reading(self._engine) as connection:
            return list(_deliveries(connection, query.limit(limit)))

    def replay_dead(self, helpdesk: str) -> int:
        """Makes all that a help desk was given up for due again; how many."""
        dead = select(deliveries.c.id).where(
            deliveries.c.state == "dead", deliveries.c.helpdesk == helpdesk
        )
        with reading(self._engine) as connection:
            ids = list(connection.execute(dead).scalars())
        for delivery_id in ids:
            self.replay(delivery_id)
        return len(ids)

    def replay(self, delivery_id: str) -> Delivery:
        """Makes a delivery due again, same webhook-id, and enables its help desk again."""
        found = _delivery_rows().where(deliveries.c.id == delivery_id)
        with self._engine.begin() as connection:
            row = connection.execute(found).one_or_none()
            if row is None:
                raise UnknownDelivery(delivery_id)
            again = {"state": "pending", "tries": 0, "lease": None, "leased_until": None}
            connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery_id)
                .values(again | {"next_attempt_at": row.occurred_at})
            )
            connection.execute(
                delete(disabled_helpdesks).where(disabled_helpdesks.c.name == row.helpdesk)
            )
            return next(_deliveries(connection, found))


def keep(
    connection: Connection, event: Event, *, ticket_id: int, sequence: int, **seen: Any
) -> str:
    """Keeps what happened to a ticket, in the caller's transaction; the event's id.

    `seen`: what the contact sees of it (`act`, `actor`, `author`, `text`, `status`), and its `key`.
    """
    row = {
        "id": new_id("evt"),
        "ticket_id": ticket_id,
        "sequence": sequence,
        "type": event.type,
        "body": event.body,
        "occurred_at": event.occurred_at,
        **seen,
        "request_id": current_request_id(),
    }
    connection.execute(insert(events).values(row))
    return str(row["id"])


def post(connection: Connection, event_id: str, helpdesks: list[str], *, now: datetime) -> None:
    """Puts an event into the outbox, once for each help desk, in the caller's transaction."""
    rows = [
        {
            "id": new_id("dlv"),
            "event_id": event_id,
            "helpdesk": helpdesk,
            "state": "pending",
            "tries": 0,
            "next_attempt_at": now,
            "headers": {},
        }
        for helpdesk in helpdesks
    ]
    if rows:
        connection.execute(insert(deliveries), rows)


def _due(now: datetime) -> tuple[Any, ...]:
    return (
        deliveries.c.state == "pending",
        deliveries.c.next_attempt_at <= now,
        or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= now),
    )


def _claims(connection: Connection, ids: list[str]) -> Iterator[Claim]:
    query = (
        select(deliveries, events.c.body, events.c.request_id)
        .join(events, events.c.id == deliveries.c.event_id)
        .where(deliveries.c.id.in_(ids))
        .order_by(deliveries.c.next_attempt_at, deliveries.c.id)
    )
    for row in connection.execute(query):
        yield Claim(row.id, row.helpdesk, row.lease, row.tries, row.body, row.request_id)


def _disable(connection: Connection, helpdesk: str, reason: str, now: datetime) -> None:
    connection.execute(delete(disabled_helpdesks).where(disabled_helpdesks.c.name == helpdesk))
    row = {"name": helpdesk, "disabled_at": now, "reason": reason}
    connection.execute(insert(disabled_helpdesks).values(row))


def _delivery_rows() -> Select[Any]:
    return (
        select(deliveries, events.c.type, events.c.body, events.c.occurred_at, events.c.ticket_id)
        .join(events, events.c.id == deliveries.c.event_id)
        .join(tickets, tickets.c.id == events.c.ticket_id)
    )


def _deliveries(connection: Connection, query: Select[Any]) -> Iterator[Delivery]:
    rows = list(connection.execute(query))
    tried = _attempts(connection, [row.id for row in rows])
    for row in rows:
        yield Delivery(
            id=row.id,
            event_type=row.type,
            ticket_number=number_of(row.ticket_id),
            helpdesk=row.helpdesk,
            state=row.state,
            attempts=tried.get(row.id, []),
            next_attempt_at=row.next_attempt_at,
            payload=row.body,
            headers=row.headers,
            occurred_at=row.occurred_at,
        )


def _attempts(connection: Connection, ids: Sequence[str]) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = {}
    for first in range(0, len(ids), BATCH):
        some = attempts.c.delivery_id.in_(ids[first : first + BATCH])
        row: Row[Any]
        for row in connection.execute(select(attempts).where(some).order_by(attempts.c.id)):
            found.setdefault(row.delivery_id, []).append(Attempt(row.at, row.status, row.error))
    return found
