"""Threads: which conversation a message of a channel belongs to, and what came before it."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from actions.channels.channel import Incoming, Thread
from actions.channels.guard import DAY, HOUR, Counted, is_a_loop
from actions.channels.sharing import by_channel_id, on_a_site, site_vouches
from actions.channels.tables import channel_arrivals, channel_starts, channel_threads
from actions.channels.word import word_of
from actions.conversations.tables import conversations
from actions.conversations.transcript import is_there
from actions.conversations.visitors import Visitor, introduce
from actions.database import reading
from actions.erased import erased_since
from actions.mail.tables import letters

# A gateway that has begun to take a message in and not ended by then is dead.
LEASE = timedelta(minutes=2)
# By then no mail server sends a mail again.
REMEMBERED = timedelta(days=60)
# Mails come days apart; each one says anew who writes.
VISITOR_STAYS = timedelta(days=30)


class Begun(Enum):
    """What is to be done with a message that has come."""

    TAKE = "take"
    OTHERS = "others"  # another gateway is at it
    DONE = "done"  # it was taken in before
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Threads:
    """Every method is one transaction; `key` makes words and what is counted by."""

    engine: Engine
    key: str = field(repr=False)

    def since(self, place: str, *, now: datetime) -> datetime:
        """Since when a mailbox is read: from the first time it is looked at."""
        name = self._hash(place)
        known = select(channel_starts.c.since).where(channel_starts.c.place == name)
        with self.engine.begin() as connection:
            since: datetime | None = connection.execute(known).scalar_one_or_none()
            if since is None:
                connection.execute(insert(channel_starts).values(place=name, since=now))
            return since or now

    def begin(self, channel: str, incoming: Incoming, *, now: datetime) -> Begun:
        """Notes that a message has come; whether this process takes it in."""
        row = {
            "key": self._hash(incoming.id),
            "channel": channel,
            "sender": self._hash(incoming.writer.address.casefold()),
            "said": self._hash(" ".join(incoming.text.split())),
            "state": "taking",
            "at": now,
        }
        with self.engine.begin() as connection:
            known = connection.execute(
                select(channel_arrivals)
                .where(channel_arrivals.c.key == row["key"])
                .with_for_update()
            ).one_or_none()
            if known is not None:
                return self._again(connection, known, now)
            if is_a_loop(self._counted(connection, incoming, row, now)):
                connection.execute(insert(channel_arrivals).values(row | {"state": "aside"}))
                return Begun.LOOP
            try:
                with connection.begin_nested():
                    connection.execute(insert(channel_arrivals).values(row))
            except IntegrityError:  # another gateway was quicker
                return Begun.OTHERS
            return Begun.TAKE

    def _again(self, connection: Connection, known: Row[Any], now: datetime) -> Begun:
        if known.state in ("done", "aside"):
            return Begun.DONE if known.state == "done" else Begun.LOOP
        if known.state == "taking" and known.at > now - LEASE:
            return Begun.OTHERS
        _note(connection, known.key, {"state": "taking", "at": now})
        return Begun.TAKE

    def _counted(
        self, connection: Connection, incoming: Incoming, row: dict[str, Any], now: datetime
    ) -> Counted:
        def count(since: timedelta, *where: Any) -> int:
            query = select(func.count()).select_from(channel_arrivals)
            counted = query.where(channel_arrivals.c.at > now - since, *where)
            return int(connection.execute(counted).scalar_one())

        theirs = channel_arrivals.c.sender == row["sender"]
        same = channel_arrivals.c.said == row["said"]
        thread = self._thread(connection, incoming)
        here = channel_arrivals.c.conversation_id == (thread.conversation_id if thread else "")
        return Counted(
            of_sender_in_an_hour=count(HOUR, theirs),
            of_sender_in_a_day=count(DAY, theirs),
            in_thread_in_an_hour=count(HOUR, here) if thread else 0,
            of_the_same_in_an_hour=count(HOUR, theirs, same) if len(incoming.text) > 20 else 0,
        )

    def end(self, incoming: Incoming, *, state: str) -> None:
        """It is dealt with (`done`), or left for another time (`left`)."""
        with self.engine.begin() as connection:
            _note(connection, self._hash(incoming.id), {"state": state})

    def conversation_of(self, channel: str, incoming: Incoming, *, now: datetime) -> str | None:
        """The conversation that a message goes on with.

        Its thread's; or the one on the site of a visitor whom the site vouches for with an address
        that the channel vouches for, too. None: it begins a new one.
        """
        with reading(self.engine) as connection:
            taken = connection.execute(
                select(channel_arrivals.c.conversation_id).where(
                    channel_arrivals.c.key == self._hash(incoming.id)
                )
            ).scalar_one_or_none()
            if taken is not None and is_there(connection, taken):
                return str(taken)
            if (thread := self._thread(connection, incoming)) is not None:
                return str(thread.conversation_id)
            if not incoming.writer.checked:
                return None
            return on_a_site(connection, channel, incoming.writer.address, now)

    def go_on(
        self, conversation_id: str, channel: str, incoming: Incoming, *, now: datetime
    ) -> None:
        """`enter`, in a transaction of its own."""
        with self.engine.begin() as connection:
            self.enter(connection, conversation_id, channel, incoming, now=now)

    def enter(
        self,
        connection: Connection,
        conversation_id: str,
        channel: str,
        incoming: Incoming,
        *,
        now: datetime,
    ) -> None:
        """A message comes to a conversation, in the caller's transaction: the answer goes to it.

        Whoever has the thread's word has read what was sent to the address.
        """
        thread = (
            channel_threads.c.conversation_id == conversation_id,
            channel_threads.c.channel == channel,
        )
        row = connection.execute(select(channel_threads).where(*thread)).one_or_none()
        proven = incoming.writer.checked
        if row is None:
            self._join(connection, conversation_id, channel, incoming, now=now)
        else:
            proven = row.proven or proven or row.word in incoming.threads
            values = {"context": dict(incoming.context), "proven": proven, "reachable": True}
            connection.execute(update(channel_threads).where(*thread).values(values))
        _note(connection, self._hash(incoming.id), {"conversation_id": conversation_id})
        if not site_vouches(connection, conversation_id, channel):
            introduce(connection, conversation_id, _visitor(channel, incoming, proven, now))

    def _join(
        self,
        connection: Connection,
        conversation_id: str,
        channel: str,
        incoming: Incoming,
        *,
        now: datetime,
    ) -> None:
        row = {
            "conversation_id": conversation_id,
            "channel": channel,
            "word": word_of(conversation_id, key=self.key),
            "address": incoming.writer.address,
            "proven": incoming.writer.checked,
            "context": dict(incoming.context),
            "said_seq": _last_seq(connection, conversation_id),
            "created_at": now,
        }
        connection.execute(insert(channel_threads).values(row))

    def offered(self, incoming: Incoming, conversation_id: str) -> list[tuple[str, str]]:
        """(button, title) of the choices in what a message answers, or in what was said last."""
        theirs = select(letters.c.id, letters.c.offered).where(
            letters.c.conversation_id == conversation_id, letters.c.offered.is_not(None)
        )
        with reading(self.engine) as connection:
            rows = list(connection.execute(theirs.order_by(letters.c.number)))
        named = [row for row in rows if row.id in incoming.answers]
        chosen = (named or rows)[-1:]
        return [(str(button), str(title)) for row in chosen for button, title in row.offered]

    def ticket_of(self, incoming: Incoming) -> str | None:
        """The ticket whose news a message answers, from the address that they were sent to."""
        query = (
            select(letters.c.ticket)
            .where(
                letters.c.id.in_(incoming.answers),
                letters.c.ticket != "",
                func.lower(letters.c.to) == incoming.writer.address.lower(),
            )
            .order_by(letters.c.number.desc())
            .limit(1)
        )
        with reading(self.engine) as connection:
            number: str | None = connection.execute(query).scalar_one_or_none()
        return number

    def lose(self, words: Sequence[str]) -> int:
        """The addresses of these threads take nothing: nothing is sent there any more."""
        gone = update(channel_threads).where(channel_threads.c.word.in_(words))
        with self.engine.begin() as connection:
            return connection.execute(gone.values(reachable=False)).rowcount

    def erased_words(self, *, since: datetime) -> list[str]:
        """The words of conversations that were erased since then."""
        with reading(self.engine) as connection:
            return [word_of(each, key=self.key) for each in erased_since(connection, since)]

    def tidy(self, *, now: datetime) -> None:
        """Forgets what came so long ago that it will not come again."""
        with self.engine.begin() as connection:
            old = channel_arrivals.c.at < now - REMEMBERED
            connection.execute(delete(channel_arrivals).where(old))

    def _thread(self, connection: Connection, incoming: Incoming) -> Row[Any] | None:
        """By its word and its address, both: who was passed a mail on is somebody else."""
        if not incoming.threads:
            return None
        query = select(channel_threads).where(
            channel_threads.c.word.in_(incoming.threads),
            func.lower(channel_threads.c.address) == incoming.writer.address.lower(),
        )
        found = {row.word: row for row in connection.execute(query)}
        return next((found[word] for word in incoming.threads if word in found), None)

    def key_of(self, incoming: Incoming) -> str:
        """By which a message is known again; it tells nothing of it."""
        return self._hash(incoming.id)

    def _hash(self, text: str) -> str:
        return hmac.new(self.key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _visitor(channel: str, incoming: Incoming, proven: bool, now: datetime) -> Visitor:
    writer = incoming.writer
    return Visitor(
        external_id=by_channel_id(channel, writer.address),
        until=now + VISITOR_STAYS,
        name=writer.name or None,
        email=writer.address,
        vouched=proven,
    )


def thread_from(row: Row[Any]) -> Thread:
    """The thread of a row."""
    return Thread(
        row.conversation_id,
        row.channel,
        word=row.word,
        address=row.address,
        proven=row.proven,
        context=row.context,
    )


def _last_seq(connection: Connection, conversation_id: str) -> int:
    query = select(conversations.c.last_seq).where(conversations.c.id == conversation_id)
    return int(connection.execute(query).scalar_one())


def _note(connection: Connection, key: str, values: dict[str, Any]) -> None:
    arrival = update(channel_arrivals).where(channel_arrivals.c.key == key)
    connection.execute(arrival.values(**values))
