"""Erasures: a conversation and all that is known from it, gone from every table and file."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select

from actions.conversations.attachments import forget_unsent
from actions.conversations.erasing import erase_conversations
from actions.conversations.tables import conversations
from actions.database import reading, scrub
from actions.erased import erased_conversations, erased_since, is_erased
from actions.tickets.erasing import erase_contact
from actions.uploads import Uploads

# A turn that was under way ends within seconds; looked after again for much longer.
LATE = timedelta(hours=1)
# Nothing of a conversation comes after that; its token has long expired.
REMEMBERED = timedelta(days=30)
# Whoever uploads a file and sends no message with it within a day has thought better of it.
UNSENT = timedelta(days=1)
# A statement takes 65,535 values on PostgreSQL, 32,766 on SQLite.
BATCH = 500


class Erasures:
    """Every method is one transaction; what it has erased is not in the database's files.

    The files that contacts sent go when it is committed; without `uploads` there are none.
    """

    def __init__(self, engine: Engine, uploads: Uploads | None = None) -> None:
        self._engine = engine
        self._uploads = uploads

    def erase(self, conversation_id: str, *, now: datetime) -> bool:
        """Erases a conversation; help desks are told. False if there is none."""
        with self._engine.begin() as connection:
            if not _locked(connection, conversation_id):
                return False
            erase(connection, [conversation_id], tell=True, now=now)
        if self._uploads is not None:
            self._uploads.remove([conversation_id])
        scrub(self._engine)
        return True

    def sweep(self, *, now: datetime) -> None:
        """Erases what a turn or an upload under way may have written late, and what none took up.

        Forgets old erasures.
        """
        with self._engine.begin() as connection:
            late = erased_since(connection, now - LATE)
            for first in range(0, len(late), BATCH):
                some = late[first : first + BATCH]
                erase_conversations(connection, some)
                erase_contact(connection, some, tell=True, now=now)
            unsent = forget_unsent(connection, now - UNSENT)
            connection.execute(
                delete(erased_conversations).where(erased_conversations.c.at < now - REMEMBERED)
            )
        if self._uploads is not None:
            for conversation_id, attachment_id in unsent:
                self._uploads.place_of(conversation_id, attachment_id).unlink(missing_ok=True)
            self._uploads.sweep(self._there, before=now - LATE)
        if late or unsent:
            scrub(self._engine)

    def _there(self, conversation_ids: Collection[str]) -> set[str]:
        names = sorted(conversation_ids)
        there: set[str] = set()
        with reading(self._engine) as connection:
            for first in range(0, len(names), BATCH):
                some = conversations.c.id.in_(names[first : first + BATCH])
                there |= set(connection.execute(select(conversations.c.id).where(some)).scalars())
        return there


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
