"""Figures: counts over a time, each by an index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    String,
    and_,
    case,
    func,
    select,
    type_coerce,
)

from actions.conversations.tables import conversations, turns
from actions.database import reading
from actions.figures.figure import DECISIONS, QUESTIONS, SATISFIED, Period
from actions.handoffs.tables import handoffs
from actions.tickets.tables import ratings, tickets
from actions.unanswered.tables import unanswered_questions

OPEN = ("open", "in_progress", "waiting_for_contact")
HOURS_OF_WEEK = 7 * 24


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures of one time."""

    totals: Mapping[str, int]
    ratings: int
    satisfied: int
    score: float | None
    by_topic: Mapping[str, int] = field(default_factory=dict)


class Figures:
    """Reads only; `time_zone` is where days and hours begin."""

    def __init__(self, engine: Engine, *, time_zone: str) -> None:
        self._engine = engine
        self._zone = ZoneInfo(time_zone)

    def count(self, period: Period) -> Counted:
        """Everything that is counted over a time."""
        with reading(self._engine) as connection:
            told = {
                **questions(connection, period),
                "gained": _gained(connection, period),
                "handed_over": _number(connection, handoffs.c.asked_at, period),
                "tickets": _number(connection, tickets.c.created_at, period),
                "anger": len(angry(connection, period)),
            }
            rated, satisfied, score = _ratings(connection, period)
            by_topic = _by_topic(connection, period)
        return Counted(
            totals=told,
            ratings=rated,
            satisfied=satisfied,
            score=score,
            by_topic=by_topic,
        )

    def count_day(self, day: date) -> Counted:
        """The same of a day, from midnight to midnight where the desk is."""
        return self.count(self._whole(day))

    def at_risk(self) -> int:
        """How many open tickets' promises are at risk, or were not kept, right now."""
        with reading(self._engine) as connection:
            return len(at_risk(connection))

    def by_day(self, period: Period) -> dict[date, Mapping[str, int]]:
        """Figures of questions for every day of a time, where the desk is."""
        day = period.since.astimezone(self._zone).date()
        last = period.until.astimezone(self._zone).date()
        days: dict[date, Mapping[str, int]] = {}
        with reading(self._engine) as connection:
            # Day by day along the index: grouping all of it at once would sort all of it.
            while day <= last:
                days[day] = questions(connection, self._part_of(period, day))
                day += timedelta(days=1)
        return days

    def by_hour_of_week(self, period: Period) -> list[int]:
        """How many conversations began in each hour of the week, from Monday's first."""
        counts = [0] * HOURS_OF_WEEK
        with reading(self._engine) as connection:
            for at, count in _by_hour(connection, conversations.c.created_at, period):
                local = at.astimezone(self._zone)
                counts[local.weekday() * 24 + local.hour] += count
        return counts

    def _part_of(self, period: Period, day: date) -> Period:
        whole = self._whole(day)
        return Period(max(whole.since, period.since), min(whole.until, period.until))

    def _whole(self, day: date) -> Period:
        begins = datetime.combine(day, time.min, self._zone)
        return Period(begins, datetime.combine(day + timedelta(days=1), time.min, self._zone))


def angry(connection: Connection, period: Period) -> set[str]:
    """The conversations in which somebody was angry, by their ticket or why they were handed
    over.
    """
    opened = select(tickets.c.conversation_id).where(
        _within(tickets.c.created_at, period), tickets.c.mood == "angry"
    )
    handed = select(handoffs.c.conversation_id).where(
        _within(handoffs.c.asked_at, period), handoffs.c.reason == "angry"
    )
    return {
        each for query in (opened, handed) for each in connection.execute(query).scalars().all()
    }


def gained(period: Period) -> ColumnElement[bool]:
    """Of a turn: it answered out of an article that was written for a question asked in vain.

    A turn that has an article is an answer; to ask for that, too, would read each of its rows.
    """
    closed = unanswered_questions.c
    written = (
        select(closed.closed_with, func.min(closed.closed_at).label("since"))
        .where(closed.closed_with.is_not(None))
        .group_by(closed.closed_with)
        .subquery()
    )
    since = select(written.c.since).where(written.c.closed_with == turns.c.article)
    return and_(
        turns.c.article.in_(select(written.c.closed_with)),
        _within(turns.c.at, period),
        turns.c.at >= since.scalar_subquery(),
    )


def at_risk(connection: Connection) -> list[int]:
    """The open tickets of whose promise a lead was warned, or that was not kept; by due time."""
    query = (
        select(tickets.c.id, tickets.c.warned, tickets.c.breached)
        .where(tickets.c.status.in_(OPEN))
        .order_by(tickets.c.solution_due)
    )
    return [row.id for row in connection.execute(query) if row.warned or row.breached]


def questions(connection: Connection, period: Period) -> dict[str, int]:
    """How many there were, and what became of them."""
    query = (
        select(turns.c.decision, func.count())
        .where(_within(turns.c.at, period))
        .group_by(turns.c.decision)
    )
    counts = {decision: count for decision, count in connection.execute(query)}
    return {
        name: sum(counts.get(decision, 0) for decision in decisions)
        for name, decisions in DECISIONS.items()
    }


def _gained(connection: Connection, period: Period) -> int:
    query = select(func.count()).select_from(turns).where(gained(period))
    return connection.execute(query).scalar_one()


def _by_topic(connection: Connection, period: Period) -> Mapping[str, int]:
    query = (
        select(turns.c.topic, func.count())
        .where(_within(turns.c.at, period), turns.c.decision.in_(QUESTIONS))
        .group_by(turns.c.topic)
    )
    return {topic: count for topic, count in connection.execute(query) if topic}


def _ratings(connection: Connection, period: Period) -> tuple[int, int, float | None]:
    query = select(
        func.count(),
        func.sum(case((ratings.c.score >= SATISFIED, 1), else_=0)),
        func.avg(ratings.c.score),
    ).where(_within(ratings.c.at, period))
    count, satisfied, score = connection.execute(query).one()
    return count, satisfied or 0, None if score is None else float(score)


def _number(connection: Connection, column: Column[Any], period: Period) -> int:
    query = select(func.count()).select_from(column.table).where(_within(column, period))
    return connection.execute(query).scalar_one()


def _by_hour(
    connection: Connection, column: Column[Any], period: Period
) -> Iterator[tuple[datetime, int]]:
    hour = _hour(connection, column)
    query = select(hour, func.count()).where(_within(column, period)).group_by(hour)
    for text, count in connection.execute(query):
        yield _moment(text), count


def _within(column: Column[Any], period: Period) -> ColumnElement[bool]:
    return (column >= period.since) & (column < period.until)


def _hour(connection: Connection, column: Column[Any]) -> ColumnElement[str]:
    """The hour of a time in UTC, as text: the databases have no word for it in common."""
    if connection.dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24")
    return func.substr(type_coerce(column, String), 1, 13)


def _moment(hour: str) -> datetime:
    return datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)
