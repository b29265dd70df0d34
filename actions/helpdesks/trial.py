"""Whether a help desk is connected as it should be: looked at, and tried with a marked ticket."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import httpx

from actions.contact import Contact
from actions.helpdesks.answer import HelpDeskCheck
from actions.helpdesks.asking import HelpDeskFailed, ask_check, ask_ticket
from actions.tickets import Desk, HelpDesk, Ticket
from actions.tickets.events import Event, ticket_changed, ticket_created
from actions.tickets.retry import Outcome
from actions.tickets.ticket import new_id
from actions.tickets.webhook import send, signed_request

SUBJECT = "TEST from Primera: please ignore, it closes by itself"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: whether it is well, and what to say of it, with the way out if it is not."""

    well: bool
    sentence: str


async def check(
    client: httpx.AsyncClient, desk: Desk, helpdesk: HelpDesk, secret: str, *, now: datetime
) -> list[Finding]:
    """Reaches the help desk, has it sign in, and compares what it has with the desk file."""
    if not helpdesk.two_way:
        return [
            Finding(
                False,
                f"{helpdesk.name} only receives. If a bridge of ours listens at its url, write "
                "`two_way: true` in actions/desk.yml; a receiver of your own cannot be checked.",
            )
        ]
    try:
        told = await ask_check(client, helpdesk, secret, now=now)
    except HelpDeskFailed as error:
        return [Finding(False, f"{helpdesk.name} does not answer as it should: {error}")]
    return [
        Finding(True, f"{helpdesk.name} is {told.helpdesk}, signed in as {told.user}."),
        *_queues(desk, helpdesk, told),
        *_states(helpdesk, told),
        *_mailing(helpdesk, told),
    ]


def _queues(desk: Desk, helpdesk: HelpDesk, told: HelpDeskCheck) -> Iterator[Finding]:
    if not told.queues:
        yield Finding(True, "It does not tell its queues; `primera helpdesks test` shows them.")
        return
    for team in desk.teams:
        queue = helpdesk.queues.get(team)
        if queue is None:
            yield Finding(
                False,
                f"Team {team} has no queue; write it under `queues` of {helpdesk.name} in "
                "actions/desk.yml, unless the bridge knows it.",
            )
        elif queue not in told.queues:
            yield Finding(
                False,
                f"Team {team}: there is no queue {queue!r}; it has {', '.join(told.queues)}.",
            )
        else:
            yield Finding(True, f"Team {team}: queue {queue}.")


def _states(helpdesk: HelpDesk, told: HelpDeskCheck) -> Iterator[Finding]:
    has = {state.casefold() for state in told.states}
    for ours, theirs in helpdesk.states.items():
        if has and theirs.casefold() not in has:
            yield Finding(
                False,
                f"State {ours}: there is no {theirs!r}; it has {', '.join(told.states)}.",
            )


def _mailing(helpdesk: HelpDesk, told: HelpDeskCheck) -> Iterator[Finding]:
    wanted = helpdesk.mails_customer == "helpdesk"
    if told.mails_customer is not None and told.mails_customer != wanted:
        who = "the help desk" if told.mails_customer else "Primera"
        yield Finding(
            False,
            f"mails_customer is {helpdesk.mails_customer!r} in actions/desk.yml, but by the "
            f"bridge's own setting {who} does. Set PRIMERA_BRIDGE_MAILS_CUSTOMER the same.",
        )


async def trial(
    client: httpx.AsyncClient, desk: Desk, helpdesk: HelpDesk, secret: str, *, now: datetime
) -> AsyncIterator[Finding]:
    """Opens a marked ticket, sees it there, closes it; ends with what fails.

    Nothing of it is kept here.
    """
    ticket = _marked(desk, now)
    opened = await _sent(client, helpdesk, secret, ticket_created(ticket, ()), now)
    if opened.error is not None:
        yield Finding(False, f"The ticket was not taken: {opened.error}.")
        return
    yield Finding(True, f"A ticket was sent: {SUBJECT!r}.")
    if not helpdesk.two_way:
        yield Finding(True, "It only receives: look for the ticket there, and delete it.")
        return
    look = partial(
        ask_ticket,
        client,
        helpdesk,
        secret,
        number=ticket.number,
        public_id=ticket.public_id,
        now=now,
    )
    try:
        found = await look()
        if found is None:
            yield Finding(False, "It took the ticket and has none. Is the bridge's queue its own?")
            return
        yield Finding(True, f"It is there: {found.external_ref}, {found.state!r}.")
        event = ticket_changed(
            _closed(ticket),
            "ticket.closed",
            change={"act": "close", "actor": "agent", "from": "open", "to": "closed", "via": None},
            now=now,
        )
        closed = await _sent(client, helpdesk, secret, event, now)
        found = await look()
    except HelpDeskFailed as error:
        yield Finding(False, f"It could not be read back: {error}")
        return
    stands = found and helpdesk.status_of(found.state, found.status)
    if closed.error is None and stands in ("resolved", "closed"):
        yield Finding(True, "It is closed again.")
    else:
        yield Finding(False, f"It could not be closed ({closed.error or stands}). Close it there.")


def _marked(desk: Desk, now: datetime) -> Ticket:
    return Ticket(
        number="T-0",
        public_id=new_id("tst"),
        conversation_id="",
        status="open",
        team=desk.fallback,
        topic="test",
        priority="low",
        language="en",
        reason="test",
        contact=Contact(),
        subject=SUBJECT,
        summary="`primera helpdesks test` sent this to see whether tickets arrive.",
        details={},
        page=None,
        tried=(),
        first_answer_due=now,
        solution_due=now,
        created_at=now,
        sequence=1,
    )


def _closed(ticket: Ticket) -> Ticket:
    return replace(ticket, status="closed", sequence=2)


async def _sent(
    client: httpx.AsyncClient, helpdesk: HelpDesk, secret: str, event: Event, now: datetime
) -> Outcome:
    request = signed_request(
        url=helpdesk.url,
        webhook_id=new_id("tst"),
        body=helpdesk.addressed(event.body),
        secret=secret,
        now=now,
    )
    return await send(client, request)
