"""Followed tickets: which is which in a help desk, when to look there next, what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, case, func, insert, literal, or_, select, update

from actions.database import UtcDateTime, reading
from actions.helpdesks.answer import ExternalTicket
from actions.helpdesks.tables import external_tickets
from actions.tickets.tables import attempts, deliveries, events, tickets
from actions.tickets.ticket import number_of, row_id_of

# A closed ticket may still be answered or reopened there for so long.
FOLLOWED_AFTER_CLOSING = timedelta(days=14)
# Attempts committed out of order are found by looking back a little.
OVERLAP = 1_000


@dataclass(frozen=True, slots=True)
class FollowedTicket:
    """A ticket in a help desk, as it was last seen there; `external_ref` None: never yet."""

    helpdesk: str
    number: str
    public_id: str
    external_ref: str | None
    url: str | None
    state: str | None
    queue: str | None
    seen: frozenset[str]
    gone: bool


class FollowedTickets:
    """Every method is one transaction."""

    def __init__(self, engine: Engine, helpdesks: Iterable[str]) -> None:
        self._engine = engine
        self._helpdesks = list(helpdesks)
        self._attempt = 0

    def follow_delivered(self, now: datetime) -> int:
        """Begins to follow the tickets that have reached a two-way help desk; how many."""
        if not self._helpdesks:
            return 0
        there = select(external_tickets.c.ticket_id).where(
            external_tickets.c.helpdesk == deliveries.c.helpdesk,
            external_tickets.c.ticket_id == events.c.ticket_id,
        )
        query = (
            select(deliveries.c.helpdesk, events.c.ticket_id, func.max(attempts.c.id).label("last"))
            .join(events, events.c.id == deliveries.c.event_id)
            .join(attempts, attempts.c.delivery_id == deliveries.c.id)
            .where(
                attempts.c.id > self._attempt - OVERLAP,
                attempts.c.status.between(200, 299),
                deliveries.c.helpdesk.in_(self._helpdesks),
                events.c.type == "ticket.created",
                ~there.exists(),
            )
            .group_by(deliveries.c.helpdesk, events.c.ticket_id)
        )
        with reading(self._engine) as connection:
            newest = connection.execute(select(func.max(attempts.c.id))).scalar() or 0
            found = connection.execute(query).all()
        if found:
            with self._engine.begin() as connection:
                for row in found:
                    _follow(connection, row.helpdesk, row.ticket_id, now)
        self._attempt = newest
        return len(found)

    def number_in(self, helpdesk: str, delivery_id: str) -> str | None:
        """What the help desk calls the ticket of a delivery; None while that is not known."""
        query = (
            select(external_tickets.c.external_ref)
            .join(events, events.c.ticket_id == external_tickets.c.ticket_id)
            .join(deliveries, deliveries.c.event_id == events.c.id)
            .where(external_tickets.c.helpdesk == helpdesk, deliveries.c.id == delivery_id)
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one_or_none()

    def hint(self, helpdesk: str, named: str, now: datetime) -> bool:
        """The help desk has called about a ticket, by public id or its own number."""
        where = select(tickets.c.id).where(tickets.c.public_id == named)
        changed = (
            update(external_tickets)
            .where(
                external_tickets.c.helpdesk == helpdesk,
                or_(
                    external_tickets.c.external_ref == named,
                    external_tickets.c.ticket_id.in_(where),
                ),
            )
            .values(look_at=now, hinted_at=now)
        )
        with self._engine.begin() as connection:
            return bool(connection.execute(changed).rowcount)

    def claim_due(self, now: datetime, *, lease: timedelta, limit: int) -> list[FollowedTicket]:
        """The tickets to look at now; nobody else looks at them before the lease ends."""
        followed = or_(
            tickets.c.status != "closed",
            tickets.c.closed_at >= now - FOLLOWED_AFTER_CLOSING,
        )
        query = (
            _rows()
            .where(
                external_tickets.c.look_at <= now,
                external_tickets.c.helpdesk.in_(self._helpdesks),
                followed,
            )
            .order_by(external_tickets.c.look_at)
            .limit(limit)
        )
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                query = query.with_for_update(of=external_tickets, skip_locked=True)
            rows = connection.execute(query).all()
            for row in rows:
                _update(connection, row.helpdesk, row.ticket_id, {"look_at": now + lease})
        return [_followed(row) for row in rows]

    def keep(
        self,
        ticket: FollowedTicket,
        found: ExternalTicket,
        *,
        seen: frozenset[str],
        begun: datetime,
        next_look: datetime,
    ) -> None:
        """Notes what was seen; `begun`: what was called in since is looked at once more."""
        values = {
            "external_ref": found.external_ref,
            "url": found.url,
            "state": found.state,
            "queue": found.queue,
            "seen": sorted(seen),
            "gone_at": None,
        }
        self._noted(ticket, values, begun, next_look)

    def postpone(
        self, ticket: FollowedTicket, until: datetime, *, begun: datetime, gone: bool
    ) -> None:
        """Nothing could be seen; `gone`: the ticket is there no more."""
        self._noted(ticket, {"gone_at": begun if gone else None}, begun, until)

    def _noted(
        self, ticket: FollowedTicket, values: dict[str, Any], begun: datetime, next_look: datetime
    ) -> None:
        hinted = external_tickets.c.hinted_at
        look_at = case((hinted >= begun, hinted), else_=literal(next_look, UtcDateTime))
        with self._engine.begin() as connection:
            row_id = row_id_of(ticket.number) or 0
            _update(connection, ticket.helpdesk, row_id, values | {"look_at": look_at})

    def of_ticket(self, number: str) -> list[FollowedTicket]:
        """Where a ticket is."""
        query = _rows().where(external_tickets.c.ticket_id == row_id_of(number))
        with reading(self._engine) as connection:
            return [_followed(row) for row in connection.execute(query)]

    def find(self, external_ref: str) -> list[FollowedTicket]:
        """The tickets that a help desk knows by this number."""
        query = _rows().where(external_tickets.c.external_ref == external_ref.strip())
        with reading(self._engine) as connection:
            return [_followed(row) for row in connection.execute(query)]


def _follow(connection: Connection, helpdesk: str, ticket_id: int, now: datetime) -> None:
    row = {"helpdesk": helpdesk, "ticket_id": ticket_id, "seen": [], "look_at": now}
    there = select(external_tickets.c.ticket_id).where(
        external_tickets.c.helpdesk == helpdesk, external_tickets.c.ticket_id == ticket_id
    )
    if connection.execute(there).one_or_none() is None:
        connection.execute(insert(external_tickets).values(row))


def _update(connection: Connection, helpdesk: str, ticket_id: int, values: dict[str, Any]) -> None:
    connection.execute(
        update(external_tickets)
        .where(external_tickets.c.helpdesk == helpdesk, external_tickets.c.ticket_id == ticket_id)
        .values(values)
    )


def _rows() -> Any:
    return select(external_tickets, tickets.c.public_id).join(
        tickets, tickets.c.id == external_tickets.c.ticket_id
    )


def _followed(row: Row[Any]) -> FollowedTicket:
    return FollowedTicket(
        helpdesk=row.helpdesk,
        number=number_of(row.ticket_id),
        public_id=row.public_id,
        external_ref=row.external_ref,
        url=row.url,
        state=row.state,
        queue=row.queue,
        seen=frozenset(row.seen),
        gone=row.gone_at is not None,
    )
