"""Retention: what has been kept as long as the company says goes, a few at a time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, and_, exists, func, or_, select

from actions.conversations.tables import conversations, messages
from actions.database import reading, scrub
from actions.privacy.erasures import erase
from actions.tickets.tables import tickets
from actions.unanswered.outliving import keep_open_questions
from actions.uploads import Uploads

# So many at a time hold up a contact's message by some milliseconds.
BATCH = 20
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Due:
    """What is past its time: conversations that go, and those that an open ticket keeps."""

    conversations: int
    kept_by_tickets: int
    oldest: datetime | None


class Retention:
    """Erases conversations in which nothing was said for so long; help desks keep their own."""

    def __init__(self, engine: Engine, *, days: int, uploads: Uploads | None = None) -> None:
        self._engine = engine
        self._uploads = uploads
        self._kept = timedelta(days=days)

    def due(self, *, now: datetime) -> Due:
        """What `run` would erase."""
        silent = _silent(now - self._kept)
        counted = silent.with_only_columns(func.count(), func.min(conversations.c.created_at))
        with reading(self._engine) as connection:
            gone, oldest = connection.execute(counted.where(~_has_open_ticket())).one()
            kept, _ = connection.execute(counted.where(_has_open_ticket())).one()
        return Due(gone, kept, oldest)

    def run(self, *, now: datetime, pause: Callable[[float], Any] = time.sleep) -> int:
        """Erases all that is due, batch by batch; how many. A `pause` that says yes ends it."""
        gone = 0
        while batch := self._erase_some(now):
            gone += batch
            if pause(PAUSE_SECONDS):
                break
        if gone:
            scrub(self._engine)
        return gone

    def _erase_some(self, now: datetime) -> int:
        chosen = (
            _silent(now - self._kept)
            .where(~_has_open_ticket())
            .order_by(conversations.c.created_at)
            .limit(BATCH)
        )
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                chosen = chosen.with_for_update(of=conversations, skip_locked=True)
            ids = list(connection.execute(chosen).scalars())
            if ids:
                keep_open_questions(connection, ids)
                erase(connection, ids, tell=False, now=now)
        if self._uploads is not None:
            self._uploads.remove(ids)
        return len(ids)


def _silent(since: datetime) -> Select[Any]:
    """The conversations whose last word is older; the index on `created_at` finds them.

    PostgreSQL looks again at a row that changed before its lock came, and then finds none of the
    messages that are newer than the query: no message found is not yet nothing said.
    """
    last = and_(
        messages.c.conversation_id == conversations.c.id, messages.c.seq == conversations.c.last_seq
    )
    return (
        select(conversations.c.id)
        .select_from(conversations.outerjoin(messages, last))
        .where(
            conversations.c.created_at < since,
            or_(conversations.c.last_seq == 0, messages.c.created_at < since),
        )
    )


def _has_open_ticket() -> Any:
    return exists().where(
        tickets.c.conversation_id == conversations.c.id, tickets.c.status != "closed"
    )
