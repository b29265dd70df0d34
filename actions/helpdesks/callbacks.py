"""Callbacks: a help desk says that something has happened to a ticket; we go and look."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert
from sqlalchemy.exc import IntegrityError

from actions.helpdesks.followed import FollowedTickets
from actions.helpdesks.tables import callbacks
from actions.helpdesks.verifying import call_id, is_its_own, ticket_named
from actions.tickets import Desk, HelpDesk

# Longer than any signature holds (5 minutes), so that none can be played again.
KEPT = timedelta(days=2)


class Refused(Exception):
    """The call is not one of a help desk of ours: nobody learns whether there is such a one."""


class Callbacks:
    """What calls may do is only to make us look sooner."""

    def __init__(
        self, engine: Engine, desk: Desk, followed: FollowedTickets, secret_of: Callable[[str], str]
    ) -> None:
        self._engine = engine
        self._helpdesks = {each.name: each for each in desk.helpdesks if each.two_way}
        self._followed = followed
        self._secret_of = secret_of

    def heard(self, name: str, body: bytes, headers: Mapping[str, str], *, now: datetime) -> None:
        """Notes which ticket is to be looked at; the same call again does nothing.

        Raises Refused.
        """
        helpdesk = self._helpdesks.get(name)
        if helpdesk is None:
            raise Refused
        how = helpdesk.callback
        if not is_its_own(body, headers, self._secret(helpdesk), how):
            raise Refused
        named = ticket_named(body, how)
        if named is not None and self._is_new(name, call_id(headers, how), now):
            self._followed.hint(name, named, now)

    def _secret(self, helpdesk: HelpDesk) -> str:
        return self._secret_of(helpdesk.callback.secret or helpdesk.secret)

    def _is_new(self, helpdesk: str, id: str | None, now: datetime) -> bool:
        if id is None:
            return True
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(callbacks).where(callbacks.c.at < now - KEPT))
                connection.execute(insert(callbacks).values(helpdesk=helpdesk, id=id, at=now))
        except IntegrityError:
            return False
        return True
