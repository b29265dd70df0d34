"""Speaker: says in each channel what was said in its threads' conversations, once."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, update

from actions.channels.channel import Channel
from actions.channels.speaking import Due, Line, due
from actions.channels.tables import channel_threads
from actions.channels.threads import thread_from
from actions.conversations.language import spoken_language
from actions.conversations.tables import conversations, messages
from actions.conversations.transcript import is_there, locked_seq, message_from
from actions.database import reading
from actions.logs import logger
from actions.rounds import make_rounds

log = logger("channels")

LOOK_SECONDS = 1.0
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Speaker:
    """Several may run on the same database; what is said and that it was said are committed as one.

    `mails_tickets`: no help desk tells contacts of their tickets by itself.
    """

    engine: Engine
    channels: Mapping[str, Channel]
    mails_tickets: bool = True
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set."""
        await make_rounds(stop, self.say_due, every=LOOK_SECONDS, log=log)

    async def say_due(self) -> None:
        """Everything that is due, once."""
        for conversation_id, channel in await asyncio.to_thread(self._behind):
            await asyncio.to_thread(self._say, conversation_id, channel)

    def _behind(self) -> list[tuple[str, str]]:
        """The threads in whose conversations there is something new."""
        query = (
            select(channel_threads.c.conversation_id, channel_threads.c.channel)
            .join(conversations, conversations.c.id == channel_threads.c.conversation_id)
            .where(
                channel_threads.c.channel.in_(self.channels),
                channel_threads.c.said_seq < conversations.c.last_seq,
            )
            .order_by(channel_threads.c.created_at.desc())
            .limit(AT_A_TIME)
        )
        with reading(self.engine) as connection:
            return [(row.conversation_id, row.channel) for row in connection.execute(query)]

    def _say(self, conversation_id: str, channel: str) -> None:
        now = self.clock()
        this = (
            channel_threads.c.conversation_id == conversation_id,
            channel_threads.c.channel == channel,
        )
        with self.engine.begin() as connection:
            # The conversation first: everybody locks in this order. Gone: so is its thread.
            if not is_there(connection, conversation_id):
                return
            locked_seq(connection, conversation_id)
            row = connection.execute(select(channel_threads).where(*this)).one_or_none()
            if row is None or (told := self._due(connection, row, now)) is None:
                return
            if told.said and row.reachable:
                language = spoken_language(connection, conversation_id)
                self.channels[channel].say(
                    connection, thread_from(row), told.said, language=language, now=now
                )
            connection.execute(update(channel_threads).where(*this).values(said_seq=told.up_to))

    def _due(self, connection: Connection, row: Row[Any], now: datetime) -> Due | None:
        here = select(messages).where(messages.c.conversation_id == row.conversation_id)
        new = connection.execute(here.where(messages.c.seq > row.said_seq).order_by(messages.c.seq))
        mark = f"{row.channel}:"
        written = [
            (each.message_id, (each.client_message_id or "").startswith(mark))
            for each in connection.execute(
                select(messages.c.message_id, messages.c.client_message_id)
                .where(messages.c.conversation_id == row.conversation_id)
                .where(messages.c.sender == "contact")
                .order_by(messages.c.seq)
            )
        ]
        came = {id for id, by_channel in written if by_channel}
        return due(
            [_line(each, came) for each in new],
            came=came,
            by_channel=bool(written) and written[-1][1],
            mails_tickets=self.mails_tickets,
            now=now,
        )


def _line(row: Row[Any], came: set[str]) -> Line:
    return Line(message_from(row), open=row.message_id in came and row.handled_at is None)
