"""Backlog: what waits to be sent to help desks, and what was given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from actions.database import reading
from actions.tickets.tables import deliveries, disabled_helpdesks, events


@dataclass(frozen=True, slots=True)
class Backlog:
    """A moment of the outbox."""

    pending: int
    dead: int
    disabled: Mapping[str, datetime]  # help desk → since when
    oldest_seconds: float  # how long the oldest unsent delivery has waited

    @classmethod
    def of(cls, engine: Engine, now: datetime) -> "Backlog":
        """What is there now."""
        counted = (
            select(deliveries.c.state, func.count())
            .where(deliveries.c.state.in_(("pending", "dead")))
            .group_by(deliveries.c.state)
        )
        oldest = (
            select(func.min(events.c.occurred_at))
            .join(deliveries, deliveries.c.event_id == events.c.id)
            .where(deliveries.c.state == "pending")
        )
        switched_off = select(disabled_helpdesks.c.name, disabled_helpdesks.c.disabled_at)
        with reading(engine) as connection:
            numbers = {state: count for state, count in connection.execute(counted)}
            since = connection.execute(oldest).scalar_one()
            disabled = {name: at for name, at in connection.execute(switched_off)}
        return cls(
            pending=numbers.get("pending", 0),
            dead=numbers.get("dead", 0),
            disabled=disabled,
            oldest_seconds=(now - since).total_seconds() if since else 0.0,
        )
