"""What is amiss right now, as the database has it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, literal, or_, select

from actions.alerts.alert import Kind, Trouble
from actions.alerts.unusual import is_unusual, last_hour, usual_hours
from actions.conversations.tables import turns
from actions.figures import Period
from actions.figures.counting import angry, at_risk, questions
from actions.helpdesks.tables import external_tickets
from actions.tickets.tables import attempts, deliveries, events, tickets
from actions.tickets.ticket import number_of

# Refusals that pass by themselves: too slow, too early, too many.
PASSING = (408, 425, 429)
OVER = ("resolved", "closed")
# Before it has been asked for a week, nobody knows what is usual.
SETTLES_IN = timedelta(days=7)
# Fewer in an hour than this are no rush, whatever the hour.
FEWEST: dict[Kind, int] = {"volume": 20}


def troubles(connection: Connection, now: datetime) -> Iterator[Trouble]:
    """Everything that is amiss, of every kind."""
    yield from _undelivered(connection)
    yield from _at_risk(connection)
    yield from _unusual(connection, now)


def _unusual(connection: Connection, now: datetime) -> Iterator[Trouble]:
    # The month before is counted only where so many would be unusual beside an hour without any.
    many = {
        kind: count
        for kind, count in _counts(connection, last_hour(now)).items()
        if count >= FEWEST.get(kind, 0) and is_unusual(count, ())
    }
    if not many:
        return
    earlier = [_counts(connection, period) for period in usual_hours(now)]
    settled = _first_at(connection, now) <= now - SETTLES_IN
    for kind, count in many.items():
        usual = [counts[kind] for counts in earlier]
        if (settled or kind == "anger") and is_unusual(count, usual):
            yield Trouble(kind, now=count, usual=max(usual))


def _counts(connection: Connection, period: Period) -> dict[Kind, int]:
    asked = questions(connection, period)
    return {
        "anger": len(angry(connection, period)),
        "volume": asked["questions"],
        "unanswered": asked["unanswered"],
    }


def _first_at(connection: Connection, now: datetime) -> datetime:
    first: datetime | None = connection.execute(select(func.min(turns.c.at))).scalar_one()
    return first or now


def _at_risk(connection: Connection) -> Iterator[Trouble]:
    """By team: one alert of a team, however many of its promises are at risk."""
    ids = at_risk(connection)
    teams = select(tickets.c.id, tickets.c.team).where(tickets.c.id.in_(ids))
    by_team = Counter(row.team for row in connection.execute(teams))
    for team, count in sorted(by_team.items()):
        yield Trouble("sla_risk", team, team=team, now=count)


def _undelivered(connection: Connection) -> Iterator[Trouble]:
    """What is refused or given up, and what was deleted there, of tickets that are not over."""
    for query in (_refused(), _gone()):
        for row in connection.execute(query):
            yield Trouble(
                "undelivered",
                f"{row.helpdesk}/{number_of(row.ticket_id)}",
                team=row.team,
                helpdesk=row.helpdesk,
                ticket_id=row.ticket_id,
                reason=row.reason,
            )


def _refused() -> Select[Any]:
    every = attempts.alias()
    last = select(func.max(every.c.id)).where(every.c.delivery_id == deliveries.c.id)
    refusal = and_(attempts.c.status.between(400, 499), attempts.c.status.not_in(PASSING))
    return (
        select(
            deliveries.c.helpdesk,
            events.c.ticket_id,
            tickets.c.team,
            func.coalesce(attempts.c.error, "given up").label("reason"),
        )
        .join(events, events.c.id == deliveries.c.event_id)
        .join(tickets, tickets.c.id == events.c.ticket_id)
        .join(attempts, attempts.c.id == last.correlate(deliveries).scalar_subquery())
        .where(
            tickets.c.status.not_in(OVER),
            deliveries.c.state != "delivered",
            or_(deliveries.c.state == "dead", refusal),
        )
    )


def _gone() -> Select[Any]:
    return (
        select(
            external_tickets.c.helpdesk,
            external_tickets.c.ticket_id,
            tickets.c.team,
            literal("it was deleted there").label("reason"),
        )
        .join(tickets, tickets.c.id == external_tickets.c.ticket_id)
        .where(external_tickets.c.gone_at.is_not(None), tickets.c.status.not_in(OVER))
    )
