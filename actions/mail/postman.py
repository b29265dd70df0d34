"""Postman: sends letters from the table, again and again until the mail server has them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, select, update

from actions.logs import logger
from actions.mail.letter import Enclosed, Envelope, Letter
from actions.mail.post import MailFailed, Send
from actions.mail.tables import letters
from actions.rounds import make_rounds

log = logger("mail")

LOOK_SECONDS = 1.0
AT_A_TIME = 20
# Longer than an attempt can take, so that only a dead worker's letters are taken up by another.
LEASE = timedelta(minutes=10)
# RFC 5321, 4.5.4.1: give up after four or five days; news of a ticket is old after one.
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 960))


@dataclass(frozen=True, slots=True)
class Postman:
    """Several may run on the same database; each letter is sent by one of them."""

    engine: Engine
    send: Send
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    # (conversation, attachment) → the file, if it is there yet.
    enclosed: Callable[[str, str], Enclosed | None] = lambda _, __: None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set."""
        await make_rounds(stop, self.send_due, every=LOOK_SECONDS, log=log)

    async def send_due(self) -> None:
        """Every letter that is due, once."""
        for row, after in await asyncio.to_thread(self._taken):
            letter = await asyncio.to_thread(self._letter, row, after)
            try:
                await self.send(letter)
            except MailFailed as failed:
                await asyncio.to_thread(self._failed, row, failed)
            else:
                await asyncio.to_thread(self._note, row, {"state": "sent", "next_attempt_at": None})

    def _taken(self) -> list[tuple[Row[Any], tuple[str, ...]]]:
        """What is due, with the ids of the ticket's letters before it; nobody else gets it now."""
        now = self.clock()
        due = (
            select(letters)
            .where(letters.c.state == "pending", letters.c.next_attempt_at <= now)
            .order_by(letters.c.number)
            .limit(AT_A_TIME)
        )
        with self.engine.begin() as connection:
            rows = connection.execute(due.with_for_update(skip_locked=True)).all()
            for row in rows:
                taken = update(letters).where(letters.c.number == row.number)
                values = {"tries": row.tries + 1, "next_attempt_at": now + LEASE}
                connection.execute(taken.values(values))
            before = select(letters.c.id).order_by(letters.c.number)
            return [
                (row, tuple(connection.execute(before.where(*_before(row))).scalars()))
                for row in rows
            ]

    def _letter(self, row: Row[Any], after: tuple[str, ...]) -> Letter:
        letter = Letter(row.id, row.to, row.subject, row.text, row.language, after)
        if row.envelope is None:
            return letter
        found = (self.enclosed(row.conversation_id, each) for each in row.envelope["files"])
        envelope = Envelope(
            reply_to=row.envelope["reply_to"],
            references=tuple(row.envelope["references"]),
            files=tuple(each for each in found if each is not None),
        )
        return replace(letter, after=(), envelope=envelope)

    def _failed(self, row: Row[Any], failed: MailFailed) -> None:
        if failed.for_good or row.tries >= len(RETRY_AFTER):
            log.error(
                "a letter is given up", id=row.id, ticket=row.ticket, reason=f"the server {failed}"
            )
            self._note(row, {"state": "dead", "next_attempt_at": None})
        else:
            self._note(row, {"next_attempt_at": self.clock() + RETRY_AFTER[row.tries]})

    def _note(self, row: Row[Any], values: dict[str, Any]) -> None:
        with self.engine.begin() as connection:
            connection.execute(update(letters).where(letters.c.number == row.number).values(values))


def _before(row: Row[Any]) -> tuple[Any, ...]:
    return letters.c.ticket == row.ticket, letters.c.ticket != "", letters.c.number < row.number
