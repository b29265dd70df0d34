"""Erasures: a conversation and all that is known from it, gone from every table and file."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select

from actions.conversations.erasing import erase_conversations
from actions.conversations.tables import conversations
from actions.database import scrub
from actions.erased import erased_conversations, erased_since, is_erased
from actions.tickets.erasing import erase_contact

# A turn that was under way ends within seconds; looked after again for much longer.
LATE = timedelta(hours=1)
# Nothing of a conversation comes after that; its token has long expired.
REMEMBERED = timedelta(days=30)
# A statement takes 65,535 values on PostgreSQL, 32,766 on SQLite.
BATCH = 500


class Erasures:
    """Every method is one transaction; what it has erased is not in the database's files."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def erase(self, conversation_id: str, *, now: datetime) -> bool:
        """Erases a conversation; help desks are told. False if there is none."""
        with self._engine.begin() as connection:
            if not _locked(connection, conversation_id):
                return False
            erase(connection, [conversation_id], tell=True, now=now)
        scrub(self._engine)
        return True

    def sweep(self, *, now: datetime) -> None:
        """Erases what a turn under way may have written late; forgets old erasures."""
        with self._engine.begin() as connection:
            late = erased_since(connection, now - LATE)
            for first in range(0, len(late), BATCH):
                some = late[first : first + BATCH]
                erase_conversations(connection, some)
                erase_contact(connection, some, tell=True, now=now)
            connection.execute(
                delete(erased_conversations).where(erased_conversations.c.at < now - REMEMBERED)
            )
        if late:
            scrub(self._engine)


def erase(
    connection: Connection, conversation_ids: list[str], *, tell: bool, now: datetime
) -> None:
    """Erases conversations in the caller's transaction, and remembers that they were."""
    known = [each for each in conversation_ids if not is_erased(connection, each)]
    if known:
        rows = [{"conversation_id": each, "at": now} for each in known]
        connection.execute(insert(erased_conversations), rows)
    erase_contact(connection, conversation_ids, tell=tell, now=now)
    erase_conversations(connection, conversation_ids)


def _locked(connection: Connection, conversation_id: str) -> bool:
    query = (
        select(conversations.c.id).where(conversations.c.id == conversation_id).with_for_update()
    )
    return connection.execute(query).scalar_one_or_none() is not None
