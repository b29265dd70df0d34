"""ControlsStore: keeps what a lead switches where every process reads it."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Lock

from sqlalchemy import ColumnElement, Engine, and_, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from actions.answers.controls import Controls, Notice, Pause, Withdrawal
from actions.answers.tables import notices, pauses, withdrawals
from actions.database import reading
from actions.logs import logger, told

# A switch is live in every process after this long; reading it takes less than a millisecond.
KNOWN_FOR_SECONDS = 2.0

log = logger("answers")


class NotWithdrawn(Exception):
    """An article is to be restored that was never withdrawn."""


class UnknownNotice(Exception):
    """A notice is to end that was never said."""


class ControlsStore:
    """Every method is one transaction; what it returns is committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def current(self) -> Controls:
        """What is switched now."""
        with reading(self._engine) as connection:
            away = connection.execute(
                select(withdrawals).order_by(withdrawals.c.article_id, withdrawals.c.language)
            ).all()
            pause = connection.execute(select(pauses.c.reason, pauses.c.at)).one_or_none()
            said = connection.execute(select(notices).order_by(notices.c.until)).all()
        return Controls(
            tuple(Withdrawal(**row._mapping) for row in away),
            Pause(**pause._mapping) if pause else None,
            tuple(Notice(row.id, tuple(row.topics), row.texts, row.until) for row in said),
        )

    def withdraw(
        self, article_id: str, languages: Iterable[str], *, reason: str, now: datetime
    ) -> None:
        """Take an article away in these languages; again is no error and keeps the new reason."""
        with self._engine.begin() as connection:
            for language in languages:
                row = {"article_id": article_id, "language": language, "reason": reason, "at": now}
                connection.execute(delete(withdrawals).where(_is(article_id, language)))
                connection.execute(insert(withdrawals).values(row))

    def restore(self, article_id: str, language: str | None = None) -> None:
        """Show an article again, in one language or all; raises NotWithdrawn if it was in none."""
        query = delete(withdrawals).where(withdrawals.c.article_id == article_id)
        if language:
            query = query.where(withdrawals.c.language == language)
        with self._engine.begin() as connection:
            gone = connection.execute(query).rowcount
        if not gone:
            raise NotWithdrawn(
                f"{article_id} is not withdrawn. `primera articles withdrawn` lists what is."
            )

    def notify(self, notice: Notice) -> None:
        """Say a notice from now on; one with the same id is replaced."""
        row = {
            "id": notice.id,
            "topics": list(notice.topics),
            "texts": dict(notice.texts),
            "until": notice.until,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(notices).where(notices.c.id == notice.id))
            connection.execute(insert(notices).values(row))

    def end_notice(self, notice_id: str) -> None:
        """Say a notice no more; raises UnknownNotice."""
        with self._engine.begin() as connection:
            gone = connection.execute(delete(notices).where(notices.c.id == notice_id)).rowcount
        if not gone:
            raise UnknownNotice(
                f"There is no notice {notice_id!r}. `primera notices list` shows those there are."
            )

    def pause(self, *, reason: str, now: datetime) -> None:
        """Answer nothing from now on."""
        with self._engine.begin() as connection:
            connection.execute(delete(pauses))
            connection.execute(insert(pauses).values(id=1, reason=reason, at=now))

    def resume(self) -> bool:
        """Answer again; False if nothing was paused."""
        with self._engine.begin() as connection:
            return bool(connection.execute(delete(pauses)).rowcount)


class Watched:
    """The controls as a serving process sees them, read anew every KNOWN_FOR_SECONDS.

    Nobody waits: while one thread reads, the others have what was known. A database that is away
    leaves it as it was, or without any switch if it was away from the start.
    """

    def __init__(
        self, store: ControlsStore, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._monotonic = monotonic
        self._reading = Lock()
        self._known = self._read(Controls())
        self._read_at = monotonic()

    def __call__(self) -> Controls:
        """What is switched, as it was at most KNOWN_FOR_SECONDS ago."""
        old = self._monotonic() - self._read_at >= KNOWN_FOR_SECONDS
        if old and self._reading.acquire(blocking=False):
            try:
                self._known = self._read(self._known)
                self._read_at = self._monotonic()
            finally:
                self._reading.release()
        return self._known

    def _read(self, known: Controls) -> Controls:
        try:
            return self._store.current()
        except SQLAlchemyError as error:
            log.warning("Switches of answers cannot be read.", exception=told(error))
            return known


def _is(article_id: str, language: str) -> ColumnElement[bool]:
    return and_(withdrawals.c.article_id == article_id, withdrawals.c.language == language)
