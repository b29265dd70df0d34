"""Handoffs as their rows hold them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from actions.accounts.tables import account_teams, accounts, presences
from actions.conversations.tables import conversations, messages
from actions.handoffs.handoff import OPEN, Agent, Handoff, People
from actions.handoffs.tables import handoffs

# Held as two columns each.
AGENTS = ("agent", "wanted")
LISTS = ("tried", "missed_by")


def newest_of(connection: Connection, conversation_id: str) -> Handoff | None:
    """The handoff of a conversation that counts, if it ever had one."""
    query = (
        select(handoffs)
        .where(handoffs.c.conversation_id == conversation_id)
        .order_by(handoffs.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else handoff_from(row)


def add(connection: Connection, handoff: Handoff) -> None:
    """Writes a new handoff: from now on people have the conversation."""
    connection.execute(insert(handoffs).values(_values(handoff)))
    _hand(connection, handoff)


def write(connection: Connection, handoff: Handoff) -> None:
    """Writes what has become of it; the caller holds the conversation's lock."""
    where = handoffs.c.id == handoff.id
    connection.execute(update(handoffs).where(where).values(_values(handoff)))
    _hand(connection, handoff)


def handoff_from(row: Row[Any]) -> Handoff:
    """The handoff that a row holds."""
    names = set(Handoff.__dataclass_fields__) - set(AGENTS) - set(LISTS)
    columns: dict[str, Any] = {name: getattr(row, name) for name in names}
    columns |= {name: tuple(getattr(row, name)) for name in LISTS}
    columns |= {name: _agent(row, name) for name in AGENTS}
    return Handoff(**columns)


def unanswered_since(connection: Connection, handoff: Handoff) -> datetime | None:
    """When the contact wrote the first thing that its agent has not answered."""
    query = select(func.min(messages.c.created_at)).where(
        messages.c.conversation_id == handoff.conversation_id,
        messages.c.sender == "contact",
        messages.c.seq > handoff.answered_seq,
    )
    return connection.execute(query).scalar_one_or_none()


def people_there(connection: Connection, now: datetime, *, but: tuple[str, ...] = ()) -> People:
    """Who is there to talk, without the accounts of `but`."""
    query = (
        select(account_teams.c.team)
        .distinct()
        .join(accounts, accounts.c.id == account_teams.c.account_id)
        .join(presences, presences.c.account_id == accounts.c.id)
        .where(
            accounts.c.deactivated_at.is_(None),
            accounts.c.role != "viewer",
            presences.c.status == "available",
            presences.c.until > now,
            accounts.c.id.not_in(but),
        )
    )
    there = list(connection.execute(query).scalars())
    if not there:
        return People({}, employed=_has_been_there(connection))
    counted = (
        select(handoffs.c.team, func.count())
        .where(handoffs.c.state == "waiting", handoffs.c.team.in_(there))
        .group_by(handoffs.c.team)
    )
    waiting = {team: count for team, count in connection.execute(counted)}
    return People({team: waiting.get(team, 0) for team in there})


def _has_been_there(connection: Connection) -> bool:
    """Whether anybody who may still sign in has ever said that they are there."""
    query = (
        select(presences.c.account_id)
        .join(accounts, accounts.c.id == presences.c.account_id)
        .where(accounts.c.deactivated_at.is_(None))
        .limit(1)
    )
    return connection.execute(query).one_or_none() is not None


def open_handoffs(connection: Connection) -> list[Handoff]:
    """The conversations that people have, the longest waiting first."""
    query = select(handoffs).where(handoffs.c.state.in_(OPEN)).order_by(handoffs.c.queued_at)
    return [handoff_from(row) for row in connection.execute(query)]


def _hand(connection: Connection, handoff: Handoff) -> None:
    where = conversations.c.id == handoff.conversation_id
    values = {"with_people": handoff.is_open}
    connection.execute(update(conversations).where(where).values(values))


def _agent(row: Row[Any], name: str) -> Agent | None:
    agent_id = getattr(row, f"{name}_id")
    return None if agent_id is None else Agent(agent_id, getattr(row, f"{name}_name"))


def _values(handoff: Handoff) -> dict[str, Any]:
    values = asdict(handoff)
    for name in AGENTS:
        agent = values.pop(name)
        values |= {f"{name}_id": agent and agent["id"], f"{name}_name": agent and agent["name"]}
    values |= {name: list(values[name]) for name in LISTS}
    if not values["id"]:  # the database gives it
        del values["id"]
    return values
