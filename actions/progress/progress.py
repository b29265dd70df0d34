"""Progress: changes a ticket and tells its contact, in one transaction."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Engine, select

from actions.conversations.errors import UnknownConversation
from actions.conversations.message import Message
from actions.conversations.replies import mark_handled
from actions.conversations.transcript import append, locked_seq
from actions.database import reading
from actions.logs import logger, told
from actions.progress.telling import Teller
from actions.texts import TextError, Texts
from actions.tickets import Change, Desk, Links, Ticket, TicketError, TicketRequest
from actions.tickets.change import rung
from actions.tickets.changing import Changed, change_ticket, is_done, write_alarm
from actions.tickets.rows import ticket_of
from actions.tickets.store import open_ticket
from actions.tickets.tables import tickets
from actions.tickets.ticket import number_of

log = logger("clock")

# So many in a transaction of their own each; what is left is due at the next look.
AT_A_TIME = 50


class Letters(Protocol):
    """Keeps a letter for a contact who gave an e-mail, in the same transaction."""

    def __call__(
        self, connection: Connection, ticket: Ticket, messages: Sequence[Message], *, now: datetime
    ) -> None:
        """Keeps what is to be sent; sends nothing itself."""


def no_letters(
    connection: Connection, ticket: Ticket, messages: Sequence[Message], *, now: datetime
) -> None:
    """Without mail the contact reads it in the chat, and behind the private link."""


class Progress:
    """Every method is one transaction; what it returns is committed.

    The help desks' events, the contact's messages and the letter come together or not at all.
    """

    def __init__(
        self,
        engine: Engine,
        desk: Desk,
        texts: Texts,
        links: Links | None = None,
        *,
        letters: Letters = no_letters,
    ) -> None:
        self._engine = engine
        self._desk = desk
        self._links = links
        self._teller = Teller(desk, texts, links)
        self._letters = letters

    def act(self, number: str, change: Change, *, now: datetime) -> Ticket:
        """Does something to a ticket and tells the contact.

        Raises UnknownTicket, NotAllowed, NothingSaid.
        """
        with self._engine.begin() as connection:
            return self._act(connection, number, change, now)

    def add(self, number: str, text: str, *, key: str, said: bool, now: datetime) -> Ticket:
        """What the contact adds; to a closed ticket a new one follows. The ticket that has it now.

        `said`: it is in the transcript already, and whoever calls replies to it; otherwise it is
        written there, with the reply. `key`: the same again does nothing.

        Raises UnknownTicket, NotAllowed, NothingSaid.
        """
        change = Change("add", "contact", text=text, key=key)
        with self._engine.begin() as connection:
            seq = self._lock(connection, number)
            ticket = ticket_of(connection, number, lock=True)
            if ticket.is_over and not is_done(connection, ticket, key):
                return self._follow(connection, ticket, change, seq, said=said, now=now)
            if said:
                return self._change(connection, number, change, now).ticket
            return self._act(connection, number, change, now)

    def ring(self, now: datetime) -> int:
        """Does what the clock has to do: warns, escalates, closes; for how many tickets."""
        query = (
            select(tickets.c.id)
            .where(tickets.c.alarm_at <= now)
            .order_by(tickets.c.alarm_at)
            .limit(AT_A_TIME)
        )
        with reading(self._engine) as connection:
            numbers = [number_of(row_id) for row_id in connection.execute(query).scalars()]
        return sum(self._rung(number, now) for number in numbers)

    def _rung(self, number: str, now: datetime) -> bool:
        try:
            with self._engine.begin() as connection:
                self._ring(connection, number, now)
        except (TicketError, TextError) as error:  # one ticket must not hold up the others
            log.error("a ticket's clock could not ring", ticket=number, exception=told(error))
            return False
        return True

    def _ring(self, connection: Connection, number: str, now: datetime) -> None:
        # The conversation first: everybody locks in this order.
        self._lock(connection, number)
        ticket = ticket_of(connection, number, lock=True)
        change = rung(ticket, self._desk, now)
        if change is None:  # somebody has acted meanwhile
            write_alarm(connection, ticket, self._desk)
        else:
            self._act(connection, number, change, now)

    def _act(self, connection: Connection, number: str, change: Change, now: datetime) -> Ticket:
        seq = self._lock(connection, number)
        done = self._change(connection, number, change, now)
        if done.new:
            told = self._teller.told(done.before, done.ticket, change)
            if change.act == "add":
                told = [_own_words(change), *told]
            self._tell(connection, done.ticket, told, seq, now)
        return done.ticket

    def _change(
        self, connection: Connection, number: str, change: Change, now: datetime
    ) -> Changed:
        return change_ticket(
            connection, number, change, desk=self._desk, links=self._links, now=now
        )

    def _follow(
        self,
        connection: Connection,
        closed: Ticket,
        change: Change,
        seq: int | None,
        *,
        said: bool,
        now: datetime,
    ) -> Ticket:
        request = following(closed, change)
        before = connection.execute(
            select(tickets.c.id).where(tickets.c.idempotency_key == request.idempotency_key)
        ).one_or_none()
        ticket = open_ticket(connection, request, desk=self._desk, links=self._links, now=now)
        if before is None and not said:
            told = [_own_words(change), self._teller.follows(ticket)]
            self._tell(connection, ticket, told, seq, now)
        return ticket

    def _tell(
        self,
        connection: Connection,
        ticket: Ticket,
        messages: Sequence[Message],
        last_seq: int | None,
        now: datetime,
    ) -> None:
        if not messages:
            return
        if last_seq is not None:
            for seq, message in enumerate(messages, start=last_seq + 1):
                kept = append(connection, ticket.conversation_id, message, seq=seq, now=now)
                if message.sender == "contact":  # it has its reply here: the bot owes it none
                    mark_handled(connection, [kept.message_id or ""], now)
        if not self._desk.left_to_helpdesk("mails_customer"):
            self._letters(connection, ticket, messages, now=now)

    def _lock(self, connection: Connection, number: str) -> int | None:
        """The conversation's last number; None if the conversation is there no more."""
        ticket = ticket_of(connection, number)
        try:
            return locked_seq(connection, ticket.conversation_id)
        except UnknownConversation:
            return None


def following(closed: Ticket, change: Change) -> TicketRequest:
    """The request of a ticket that goes on with a closed one."""
    key = hashlib.sha256(f"{closed.public_id}:{change.key}".encode()).hexdigest()
    return TicketRequest(
        idempotency_key=f"follows:{key}",
        conversation_id=closed.conversation_id,
        contact=closed.contact,
        topic=closed.topic,
        language=closed.language,
        reason="follow_up",
        subject=closed.subject,
        summary=change.text,
        priority=closed.priority,
        details=closed.details,
        page=closed.page,
        follows=closed.number,
    )


def _own_words(change: Change) -> Message:
    return Message(sender="contact", text=change.text)
