"""Presence: whether an agent is there to talk; it ends by itself: a closed page says nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from actions.accounts.tables import account_teams, accounts, presences

PresenceStatus = Literal["available", "away"]

# The console says it every 30 s; two may get lost.
PRESENT_FOR = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Presence:
    """What an agent last said, and until when that holds."""

    status: PresenceStatus
    until: datetime

    def is_available(self, now: datetime) -> bool:
        """Whether they are there to talk."""
        return self.status == "available" and now < self.until


def set_presence(
    connection: Connection, account_id: str, status: PresenceStatus, now: datetime
) -> Presence:
    """They say that they are there, or not."""
    presence = Presence(status, now + PRESENT_FOR)
    connection.execute(delete(presences).where(presences.c.account_id == account_id))
    row = {"account_id": account_id, "status": status, "until": presence.until}
    connection.execute(insert(presences).values(row))
    return presence


def presence_of(connection: Connection, account_id: str) -> Presence | None:
    """What they last said."""
    query = select(presences).where(presences.c.account_id == account_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else Presence(row.status, row.until)


def available_in(
    connection: Connection, team: str, now: datetime, *, but: Collection[str] = ()
) -> list[str]:
    """The ids of the accounts who are there to talk for a team, without those of `but`."""
    query = (
        select(accounts.c.id)
        .join(account_teams, account_teams.c.account_id == accounts.c.id)
        .join(presences, presences.c.account_id == accounts.c.id)
        .where(
            account_teams.c.team == team,
            accounts.c.deactivated_at.is_(None),
            accounts.c.role != "viewer",
            presences.c.status == "available",
            presences.c.until > now,
            accounts.c.id.not_in(but),
        )
        .order_by(accounts.c.id)
    )
    return list(connection.execute(query).scalars())
