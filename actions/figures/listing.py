"""Lists: the cases behind a figure, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, select

from actions.conversations.tables import conversations, messages, turns
from actions.database import reading
from actions.figures.counting import angry, at_risk, gained
from actions.figures.figure import DECISIONS, Figure, Period
from actions.handoffs.tables import handoffs
from actions.tickets.tables import ratings, tickets
from actions.tickets.ticket import number_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One case: when, in which conversation, and what tells it from the others.

    `words` are the contact's; `what` a name of ours: a decision, reason, state or score.
    """

    at: datetime
    conversation_id: str | None
    topic: str
    what: str
    ticket: str | None = None
    team: str | None = None
    words: str = field(default="", repr=False)


class Listing:
    """Reads only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(
        self,
        figure: Figure,
        period: Period,
        *,
        topic: str | None = None,
        limit: int,
    ) -> list[Listed]:
        """What a figure counts in a time, newest first; what is at risk by when it is due."""
        with reading(self._engine) as connection:
            match figure:
                case "handed_over":
                    return _handed_over(connection, period, topic, limit)
                case "tickets":
                    within = _within(tickets.c.created_at, period)
                    query = select(tickets).where(within).order_by(tickets.c.created_at.desc())
                    return _tickets(connection, _about(query, tickets.c.topic, topic), limit)
                case "at_risk":
                    ids = at_risk(connection)[:limit]
                    query = select(tickets).where(tickets.c.id.in_(ids))
                    return _tickets(connection, query.order_by(tickets.c.solution_due), limit)
                case "satisfaction":
                    return _ratings(connection, period, limit)
                case "anger":
                    return _angry(connection, period, limit)
                case "gained":
                    return _questions(connection, gained(period), topic, limit)
                case _:
                    decided = turns.c.decision.in_(DECISIONS[figure])
                    asked = _within(turns.c.at, period) & decided
                    return _questions(connection, asked, topic, limit)


def _questions(
    connection: Connection, which: ColumnElement[bool], topic: str | None, limit: int
) -> list[Listed]:
    written = messages.alias("written")
    asked = (
        select(written.c.text)
        .where(
            written.c.conversation_id == messages.c.conversation_id,
            written.c.seq < messages.c.seq,
            written.c.sender == "contact",
        )
        .order_by(written.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            turns.c.at,
            turns.c.decision,
            turns.c.topic,
            messages.c.conversation_id,
            asked.label("asked"),
        )
        .join(messages, messages.c.message_id == turns.c.message_id)
        .where(which)
        .order_by(turns.c.at.desc())
    )
    return [
        Listed(row.at, row.conversation_id, row.topic or "", row.decision, words=row.asked or "")
        for row in connection.execute(_about(query, turns.c.topic, topic).limit(limit))
    ]


def _handed_over(
    connection: Connection, period: Period, topic: str | None, limit: int
) -> list[Listed]:
    query = (
        select(handoffs)
        .where(_within(handoffs.c.asked_at, period))
        .order_by(handoffs.c.asked_at.desc())
    )
    return [
        Listed(row.asked_at, row.conversation_id, row.topic, row.reason, row.ticket, row.team)
        for row in connection.execute(_about(query, handoffs.c.topic, topic).limit(limit))
    ]


def _tickets(connection: Connection, query: Select[Any], limit: int) -> list[Listed]:
    return [
        Listed(
            row.created_at,
            row.conversation_id,
            row.topic,
            row.status,
            number_of(row.id),
            row.team,
            row.subject,
        )
        for row in connection.execute(query.limit(limit))
    ]


def _ratings(connection: Connection, period: Period, limit: int) -> list[Listed]:
    query = (
        select(ratings, tickets.c.conversation_id, tickets.c.topic, tickets.c.team)
        .join(tickets, tickets.c.id == ratings.c.ticket_id)
        .where(_within(ratings.c.at, period))
        .order_by(ratings.c.at.desc())
        .limit(limit)
    )
    return [
        Listed(
            row.at,
            row.conversation_id,
            row.topic,
            str(row.score),
            number_of(row.ticket_id),
            row.team,
            row.comment,
        )
        for row in connection.execute(query)
    ]


def _angry(connection: Connection, period: Period, limit: int) -> list[Listed]:
    ids: Sequence[str] = sorted(angry(connection, period))[:5_000]
    query = (
        select(conversations.c.id, conversations.c.created_at)
        .where(conversations.c.id.in_(ids))
        .order_by(conversations.c.created_at.desc())
        .limit(limit)
    )
    return [Listed(row.created_at, row.id, "", "angry") for row in connection.execute(query)]


def _about(query: Select[Any], column: Any, topic: str | None) -> Select[Any]:
    return query if topic is None else query.where(column == topic)


def _within(column: Any, period: Period) -> Any:
    return (column >= period.since) & (column < period.until)
