"""CodeStore: asks for codes and takes them; whether an address is known plays no part here.

Neither the reply nor the time that it takes can tell: the worker finds out later, and it tells
only the mailbox.
"""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from actions.codes.code import (
    MOST_ASKED,
    MOST_TRIES,
    MOST_TRIES_IN_A_WINDOW,
    WINDOW,
    address_key,
    is_right,
)
from actions.codes.tables import status_codes


class CodeStore:
    """Every method is one transaction; `key` is the workspace's secret for codes."""

    def __init__(self, engine: Engine, *, key: str) -> None:
        self._engine = engine
        self._key = key

    def ask(self, conversation_id: str, email: str, *, language: str, now: datetime) -> None:
        """Asks for a code; too often in one conversation asks for none, and says nothing of it."""
        row: dict[str, Any] = {
            "id": f"cod_{secrets.token_urlsafe(16)}",
            "conversation_id": conversation_id,
            "email": email,
            "address": address_key(email, key=self._key),
            "language": language,
            "code": None,
            "tries": 0,
            "attempts": 0,
            "asked_at": now,
            "due_at": now,
            "expires_at": None,
        }
        asked = select(func.count()).where(*_lately(conversation_id, now))
        with self._engine.begin() as connection:
            often = connection.execute(asked).scalar_one() >= MOST_ASKED
            state = "dropped" if often else "asked"
            connection.execute(insert(status_codes).values(row | {"state": state}))

    def take(self, conversation_id: str, code: str, *, now: datetime) -> str | None:
        """The address whose code this is, once; None for a wrong, late, used or guessed one."""
        newest = (
            select(status_codes)
            .where(status_codes.c.conversation_id == conversation_id)
            .order_by(status_codes.c.asked_at.desc(), status_codes.c.id)
            .limit(1)
        )
        with self._engine.begin() as connection:
            row = connection.execute(newest.with_for_update()).one_or_none()
            if row is None:
                return None
            right = is_right(code, row.code, key=self._key, conversation_id=conversation_id)
            tried = self._tried(connection, conversation_id, now)
            good = (
                right
                and row.state == "sent"
                and row.tries < MOST_TRIES
                and tried < MOST_TRIES_IN_A_WINDOW
                and now < row.expires_at
            )
            state = "used" if good else row.state
            connection.execute(
                update(status_codes)
                .where(status_codes.c.id == row.id)
                .values(tries=row.tries + 1, state=state)
            )
            return row.email if good else None

    def _tried(self, connection: Connection, conversation_id: str, now: datetime) -> int:
        tries = select(func.coalesce(func.sum(status_codes.c.tries), 0))
        return int(connection.execute(tries.where(*_lately(conversation_id, now))).scalar_one())


def _lately(conversation_id: str, now: datetime) -> tuple[Any, ...]:
    return (
        status_codes.c.conversation_id == conversation_id,
        status_codes.c.asked_at > now - WINDOW,
    )
