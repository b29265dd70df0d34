"""HandoffStore: hands conversations over and back; what is told comes in the same transaction."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine

from actions.accounts.account import Account
from actions.accounts.store import account_of, note_of
from actions.conversations.attachments import attach, sent_attachments
from actions.conversations.contacts import contact_of
from actions.conversations.conversation import Received
from actions.conversations.errors import UnknownConversation
from actions.conversations.inbox import received_earlier
from actions.conversations.language import spoken_language
from actions.conversations.message import Author, HandoffWish, Message, Reply
from actions.conversations.transcript import append, locked_seq, messages_after
from actions.conversations.visitors import visitor_of
from actions.database import reading
from actions.handoffs import lifecycle
from actions.handoffs.case import Case, case_from, is_seen, select_cases
from actions.handoffs.errors import UnknownHandoff
from actions.handoffs.handoff import OPEN, Agent, Handoff, People, State
from actions.handoffs.notes import Note, add_note, notes_of
from actions.handoffs.request import request_of
from actions.handoffs.rows import (
    add,
    newest_of,
    open_handoffs,
    people_there,
    unanswered_since,
    write,
)
from actions.handoffs.tables import handoffs
from actions.handoffs.telling import Teller
from actions.links import SignedLinks
from actions.logs import logger, told
from actions.mail import letters_of
from actions.progress.progress import Letters, no_letters
from actions.texts import TextError, Texts
from actions.ticket_files import ticket_files
from actions.tickets import Desk, Links, TicketError
from actions.tickets.store import open_ticket
from actions.workspace import Workspace

log = logger("handoffs")

# No contact's client can choose an id with a slash: nobody's message passes for an agent's.
AGENTS_MESSAGE = "agent/{account}/{id}"


class HandoffStore:
    """Every method is one transaction; what it returns is committed.

    An agent's methods raise UnknownHandoff, HandoffOver, TakenBySomebody and NotYours.
    """

    def __init__(
        self,
        engine: Engine,
        desk: Desk,
        texts: Texts,
        *,
        links: Links | None = None,
        signed_links: SignedLinks | None = None,
        letters: Letters = no_letters,
    ) -> None:
        self._engine = engine
        self._desk = desk
        self._teller = Teller(desk, texts, links)
        self._links = links
        self._signed_links = signed_links
        self._letters = letters

    @classmethod
    def of(cls, workspace: Workspace, engine: Engine, desk: Desk, texts: Texts) -> "HandoffStore":
        """With the workspace's links and letters, for tickets that come of handoffs."""
        return cls(
            engine,
            desk,
            texts,
            links=Links.of(workspace),
            signed_links=SignedLinks.of(workspace),
            letters=letters_of(workspace),
        )

    # The bot and the contact

    def people(self, *, now: datetime) -> People:
        """Who is there to talk."""
        with reading(self._engine) as connection:
            return people_there(connection, now)

    def beginning(
        self, conversation_id: str, replies: Sequence[Reply], *, now: datetime
    ) -> Callable[[Connection], None] | None:
        """Begins the handoff that the replies wish for, in the transaction that keeps them."""
        wish = next((reply.turn.handoff for reply in replies if reply.turn.handoff), None)
        return None if wish is None else lambda it: _begin(it, conversation_id, wish, now)

    def leave(self, conversation_id: str, *, now: datetime) -> None:
        """The contact waits no longer: the bot is back, unless somebody has taken it."""
        with self._engine.begin() as connection:
            seq = locked_seq(connection, conversation_id)
            before = newest_of(connection, conversation_id)
            if before is None or (after := lifecycle.left(before, now=now)) is before:
                return
            write(connection, after)
            append(connection, conversation_id, self._teller.ended(after), seq=seq + 1, now=now)

    # Agents

    def cases(
        self,
        account: Account,
        *,
        states: Collection[State] = OPEN,
        team: str | None = None,
        after: int = 0,
        limit: int = 50,
    ) -> list[Case]:
        """What an agent sees, the first handed over first; `after`: a handoff's id."""
        query = select_cases().where(handoffs.c.state.in_(states), handoffs.c.id > after)
        if team is not None:
            query = query.where(handoffs.c.team == team)
        if not account.sees_every_team:
            own = handoffs.c.team.in_(account.teams) | (handoffs.c.agent_id == account.id)
            query = query.where(own | (handoffs.c.wanted_id == account.id))
        with reading(self._engine) as connection:
            return [case_from(row) for row in connection.execute(query.limit(limit))]

    def open_cases(self) -> list[Case]:
        """All that people have, for whoever tells each agent of theirs."""
        query = select_cases().where(handoffs.c.state.in_(OPEN))
        with reading(self._engine) as connection:
            return [case_from(row) for row in connection.execute(query)]

    def case(self, account: Account, conversation_id: str) -> Case:
        """One of them, also after it has ended."""
        with reading(self._engine) as connection:
            handoff = _seen(connection, account, conversation_id)
            row = connection.execute(select_cases().where(handoffs.c.id == handoff.id)).one()
            return case_from(row)

    def messages(self, account: Account, conversation_id: str, *, after: int = 0) -> list[Message]:
        """What was said, as the contact sees it."""
        with reading(self._engine) as connection:
            _seen(connection, account, conversation_id)
            return messages_after(connection, conversation_id, after)

    def take(self, account: Account, conversation_id: str, *, now: datetime) -> Handoff:
        """They have it from now on, and the contact is told who they are."""

        def taken(before: Handoff, seq: int) -> Handoff:
            return lifecycle.taken(before, _agent(account), seq=seq, now=now)

        return self._change(account, conversation_id, taken, "handoff.taken", now=now)

    def reply(
        self,
        account: Account,
        conversation_id: str,
        *,
        client_message_id: str,
        text: str,
        attachment_ids: Sequence[str] = (),
        now: datetime,
    ) -> Received:
        """Says something to the contact; the same again is the first message.

        Raises ConflictingMessage and UnknownAttachment, too.
        """
        key = AGENTS_MESSAGE.format(account=account.id, id=client_message_id)
        with self._engine.begin() as connection:
            seq = _lock(connection, conversation_id)
            before = _seen(connection, account, conversation_id)
            earlier = received_earlier(
                connection,
                conversation_id,
                key,
                text=text,
                button_id=None,
                attachment_ids=attachment_ids,
            )
            if earlier is not None:
                return earlier
            after = lifecycle.answered(before, _agent(account), seq=seq + 1, now=now)
            cards = attach(connection, conversation_id, attachment_ids, seq=seq + 1)
            author = Author(name=account.name)
            said = Message(sender="agent", author=author, text=text, attachments=cards)
            kept = append(
                connection, conversation_id, said, seq=seq + 1, now=now, client_message_id=key
            )
            write(connection, after)
        return Received(kept, None, new=True)

    def transfer(
        self,
        account: Account,
        conversation_id: str,
        *,
        team: str,
        to: Agent | None = None,
        now: datetime,
    ) -> Handoff:
        """It waits for another team or agent, and the contact is told for whom."""

        def transferred(before: Handoff, seq: int) -> Handoff:
            over = account.may("lead")
            return lifecycle.transferred(
                before, _agent(account), team=team, to=to, over=over, now=now
            )

        return self._change(account, conversation_id, transferred, "handoff.transferred", now=now)

    def release(self, account: Account, conversation_id: str, *, now: datetime) -> Handoff:
        """The bot has it again, and says so."""

        def released(before: Handoff, seq: int) -> Handoff:
            return lifecycle.released(before, _agent(account), now=now)

        return self._change(account, conversation_id, released, "handoff.released", now=now)

    def resolve(self, account: Account, conversation_id: str, *, now: datetime) -> Handoff:
        """The same, and the matter is done."""

        def resolved(before: Handoff, seq: int) -> Handoff:
            return lifecycle.resolved(before, _agent(account), now=now)

        return self._change(account, conversation_id, resolved, "handoff.resolved", now=now)

    def refuse_unless_held(self, account: Account, conversation_id: str) -> None:
        """Raises unless they have it."""
        with reading(self._engine) as connection:
            lifecycle.held_by(_seen(connection, account, conversation_id), _agent(account))

    def note(
        self,
        account: Account,
        conversation_id: str,
        *,
        client_note_id: str,
        text: str,
        now: datetime,
    ) -> Note:
        """Keeps what no contact reads; the same again is the first one."""
        key = f"{account.id}/{client_note_id}"
        with self._engine.begin() as connection:
            _lock(connection, conversation_id)
            _seen(connection, account, conversation_id)
            return add_note(
                connection,
                conversation_id,
                client_note_id=key,
                author=account.name,
                text=text,
                now=now,
            )

    def notes(self, account: Account, conversation_id: str) -> list[Note]:
        """What agents wrote to each other about it."""
        with reading(self._engine) as connection:
            _seen(connection, account, conversation_id)
            return notes_of(connection, conversation_id)

    def agent(self, account_id: str) -> Account | None:
        """Somebody to whom a conversation may be transferred: active, and one who talks."""
        with reading(self._engine) as connection:
            account = account_of(connection, account_id)
        return account if account and account.is_active and account.may("agent") else None

    # The clock

    def ring(self, now: datetime) -> int:
        """Does what the clock has to do; for how many handoffs."""
        with reading(self._engine) as connection:
            due = [one for one in open_handoffs(connection) if self._is_due(connection, one, now)]
        return sum(self._rung(handoff.conversation_id, now) for handoff in due)

    def _is_due(self, connection: Connection, handoff: Handoff, now: datetime) -> bool:
        since = unanswered_since(connection, handoff)
        due = lifecycle.due_at(handoff, self._desk, unanswered_since=since)
        return due is not None and due <= now

    def _rung(self, conversation_id: str, now: datetime) -> bool:
        try:
            with self._engine.begin() as connection:
                return self._ring(connection, conversation_id, now)
        except UnknownConversation:  # erased meanwhile
            return False
        except (TicketError, TextError) as error:  # one must not hold up the others
            log.error("a clock could not ring", conversation=conversation_id, exception=told(error))
            return False

    def _ring(self, connection: Connection, conversation_id: str, now: datetime) -> bool:
        seq = locked_seq(connection, conversation_id)
        before = newest_of(connection, conversation_id)
        if before is None:
            return False
        gone = (*before.missed_by, *((before.agent.id,) if before.agent else ()))
        after = lifecycle.rung(
            before,
            self._desk,
            people_there(connection, now, but=gone),
            unanswered_since=unanswered_since(connection, before),
            now=now,
        )
        if after is None:
            return False
        if after.is_open:
            told = self._teller.moved(before, after)
        else:
            after, told = self._ticketed(connection, after, now)
        write(connection, after)
        append(connection, conversation_id, told, seq=seq + 1, now=now)
        return True

    def _ticketed(
        self, connection: Connection, handoff: Handoff, now: datetime
    ) -> tuple[Handoff, Message]:
        conversation_id, signed = handoff.conversation_id, self._signed_links
        request = request_of(
            handoff,
            messages_after(connection, conversation_id, 0),
            known=contact_of(connection, conversation_id),
            visitor=visitor_of(connection, conversation_id, now),
            files=ticket_files(sent_attachments(connection, conversation_id), signed, now=now),
            transcript_url=signed.url("transcript", conversation_id, now=now) if signed else None,
        )
        ticket = open_ticket(connection, request, desk=self._desk, links=self._links, now=now)
        after = replace(handoff, ticket=ticket.number)
        told = self._teller.ticketed(after, ticket)
        self._letters(connection, ticket, [told], now=now)
        return after, told

    def _change(
        self,
        account: Account,
        conversation_id: str,
        change: Callable[[Handoff, int], Handoff],
        act: str,
        *,
        now: datetime,
    ) -> Handoff:
        """Does something to it, tells the contact and writes it into the audit."""
        with self._engine.begin() as connection:
            seq = _lock(connection, conversation_id)
            before = _seen(connection, account, conversation_id)
            after = change(before, seq)
            if after == before:
                return before
            write(connection, after)
            append(connection, conversation_id, self._told(before, after), seq=seq + 1, now=now)
            note_of(connection, account, act, now=now, about=conversation_id, team=after.team)
        return after

    def _told(self, before: Handoff, after: Handoff) -> Message:
        match after.state:
            case "accepted":
                return self._teller.taken(after)
            case "waiting":
                return self._teller.transferred(before, after)
            case _:
                return self._teller.ended(after)


def _begin(connection: Connection, conversation_id: str, wish: HandoffWish, now: datetime) -> None:
    handoff = newest_of(connection, conversation_id)
    if handoff is not None and handoff.is_open:
        return
    add(
        connection,
        Handoff(
            id=0,
            conversation_id=conversation_id,
            state="waiting",
            reason=wish.reason,
            team=wish.team,
            topic=wish.topic,
            protocol=wish.protocol,
            ticket_team=wish.ticket_team,
            priority=wish.priority,
            language=spoken_language(connection, conversation_id),
            asked_at=now,
            queued_at=now,
        ),
    )


def _lock(connection: Connection, conversation_id: str) -> int:
    try:
        return locked_seq(connection, conversation_id)
    except UnknownConversation:
        raise UnknownHandoff(conversation_id) from None


def _seen(connection: Connection, account: Account, conversation_id: str) -> Handoff:
    """The handoff of a conversation, if it is the account's to see."""
    handoff = newest_of(connection, conversation_id)
    if handoff is None:
        raise UnknownHandoff(conversation_id)
    if not is_seen(handoff, account):
        raise UnknownHandoff(conversation_id)
    return handoff


def _agent(account: Account) -> Agent:
    return Agent(account.id, account.name)
