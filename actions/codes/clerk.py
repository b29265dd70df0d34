"""CodeClerk: sends the codes that were asked for, to addresses that tickets were opened with."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, select, update

from actions.codes.code import MOST_SENT, VALID, WINDOW, kept, new_code
from actions.codes.tables import status_codes
from actions.logs import logger
from actions.mail import Letter, MailFailed, Send
from actions.rounds import make_rounds
from actions.texts import Texts
from actions.tickets.tables import tickets

log = logger("codes")

LOOK_SECONDS = 0.5
AT_A_TIME = 20
# Whoever waits for a code has given up by then.
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
# Long enough to count by; then nobody needs to know who asked.
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CodeClerk:
    """One at a time looks; several may run on the same database, each code is sent by one."""

    engine: Engine
    texts: Texts
    send: Send
    key: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    below: Callable[[int], int] = secrets.randbelow

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set."""
        await make_rounds(stop, self.send_due, every=LOOK_SECONDS, log=log)

    async def send_due(self) -> None:
        """Every code that is due, once."""
        for row, code in await asyncio.to_thread(self._due):
            try:
                await self.send(self._letter(row, code))
            except MailFailed as failed:
                await asyncio.to_thread(self._failed, row, failed)

    def _due(self) -> list[tuple[Row[Any], str]]:
        """What is to be sent now, with its code; noted as sent before it is."""
        now = self.clock()
        due = (
            select(status_codes)
            .where(status_codes.c.state == "asked", status_codes.c.due_at <= now)
            .order_by(status_codes.c.due_at)
            .limit(AT_A_TIME)
        )
        with self.engine.begin() as connection:
            connection.execute(delete(status_codes).where(status_codes.c.asked_at < now - KEPT))
            rows = connection.execute(due.with_for_update(skip_locked=True)).all()
            return [(row, code) for row in rows if (code := self._given(connection, row, now))]

    def _given(self, connection: Connection, row: Row[Any], now: datetime) -> str | None:
        """The code for a request; none for an address without a ticket, or written to often."""
        if not _is_known(connection, row.email) or _is_written_to_often(connection, row, now):
            _note(connection, row, {"state": "dropped", "due_at": None})
            return None
        code = new_code(self.below)
        stored = kept(code, key=self.key, conversation_id=row.conversation_id)
        noted = {"state": "sent", "code": stored, "expires_at": now + VALID}
        _note(connection, row, noted | {"attempts": row.attempts + 1})
        return code

    def _failed(self, row: Row[Any], failed: MailFailed) -> None:
        log.error("A code by mail was not sent.", reason=f"the mail server {failed}")
        again = row.attempts < len(RETRY_AFTER) and not failed.for_good
        noted: dict[str, Any] = {"state": "dropped", "code": None, "expires_at": None}
        if again:
            due = self.clock() + RETRY_AFTER[row.attempts]
            noted |= {"state": "asked", "due_at": due}
        with self.engine.begin() as connection:
            _note(connection, row, noted)

    def _letter(self, row: Row[Any], code: str) -> Letter:
        """Fixed words alone: the address may belong to anybody, whatever the visitor wrote."""
        values = {"code": code, "minutes": str(int(VALID.total_seconds() // 60))}
        return Letter(
            id=f"{row.id}.{row.attempts}",
            to=row.email,
            subject=self.texts.say("utter_mail_status_code_subject", row.language),
            text=self.texts.say("utter_mail_status_code", row.language, values),
            language=row.language,
        )


def _is_known(connection: Connection, email: str) -> bool:
    address = tickets.c.contact["email"].as_string()
    query = select(tickets.c.id).where(func.lower(address) == email.lower()).limit(1)
    return connection.execute(query).one_or_none() is not None


def _is_written_to_often(connection: Connection, row: Row[Any], now: datetime) -> bool:
    sent = select(func.count()).where(
        status_codes.c.address == row.address,
        status_codes.c.asked_at > now - WINDOW,
        status_codes.c.state.in_(("sent", "used")),
    )
    return int(connection.execute(sent).scalar_one()) >= MOST_SENT


def _note(connection: Connection, row: Row[Any], values: Mapping[str, Any]) -> None:
    connection.execute(
        update(status_codes).where(status_codes.c.id == row.id).values(**dict(values))
    )
