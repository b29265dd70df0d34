"""What is done to a conversation from the inbox."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

from pydantic import Field

from actions.accounts import Account
from actions.conversations import ConflictingMessage
from actions.handoffs import Agent, HandoffOver, NotYours, TakenBySomebody, UnknownHandoff
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import FormModel, read, wrong
from bot.console.inbox.listing import INBOX
from bot.console.inbox.talk import show
from bot.console.said import Said, said, warned
from bot.console.visit import Reply, Visit, goes_to

LONGEST_TEXT = 4_000
ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,100}$")]


class Written(FormModel):
    """What is said to the contact, under an id by which a second click says nothing twice."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    message_id: ClientId


class Noted(FormModel):
    """What colleagues read."""

    note: Annotated[str, Field(max_length=LONGEST_TEXT)]
    note_id: ClientId


class Passed(FormModel):
    """To which team or person."""

    to: str


class _Refused(Exception):
    """It could not be done; `told` says why."""

    def __init__(self, told: Said) -> None:
        super().__init__(told.name)
        self.told = told


def take_talk(console: Console, visit: Visit) -> Reply:
    """Take it over: the contact is told who is with them."""
    return _done(console, visit, console.handoffs.take, "inbox-taken")


def release_talk(console: Console, visit: Visit) -> Reply:
    """Give it back to the assistant, which says so."""
    return _done(console, visit, console.handoffs.release, "inbox-released")


def resolve_talk(console: Console, visit: Visit) -> Reply:
    """Give it back as solved."""
    return _done(console, visit, console.handoffs.resolve, "inbox-resolved")


def reply_in_talk(console: Console, visit: Visit) -> Reply:
    """Say something to the contact."""
    try:
        sent = read(Written, visit)
        with _told():
            console.handoffs.reply(
                visit.account,
                visit.path["conversation"],
                client_message_id=sent.message_id,
                text=sent.text,
                now=visit.now,
            )
    except WrongForm as refused:
        return show(console, visit, refused.form, status=422)
    except _Refused as refused:
        return _given_back(console, visit, "text", refused)
    return goes_to(f"{_here(visit)}#reply")


def note_in_talk(console: Console, visit: Visit) -> Reply:
    """Write what colleagues read, and no contact."""
    try:
        sent = read(Noted, visit)
        with _told():
            console.handoffs.note(
                visit.account,
                visit.path["conversation"],
                client_note_id=sent.note_id,
                text=sent.note,
                now=visit.now,
            )
    except WrongForm as refused:
        return show(console, visit, refused.form, status=422)
    except _Refused as refused:
        return _given_back(console, visit, "note", refused)
    return goes_to(f"{_here(visit)}#notes")


def transfer_talk(console: Console, visit: Visit) -> Reply:
    """Pass it to another team or person; the contact is told to whom."""
    try:
        team, to = _whither(console, visit, read(Passed, visit).to)
    except WrongForm as refused:
        return show(console, visit, refused.form, status=422)
    try:
        with _told():
            console.handoffs.transfer(
                visit.account, visit.path["conversation"], team=team, to=to, now=visit.now
            )
    except _Refused as refused:
        return goes_to(_here(visit), refused.told)
    # Whose it is now may be nothing that this account sees.
    whom = to.name if to else console.desk.team_name(team, visit.language)
    return goes_to(INBOX, said("inbox-transferred", whom=whom))


def _done(console: Console, visit: Visit, act: Callable[..., object], name: str) -> Reply:
    try:
        with _told():
            act(visit.account, visit.path["conversation"], now=visit.now)
    except _Refused as refused:
        return goes_to(_here(visit), refused.told)
    return goes_to(_here(visit), said(name))


def _given_back(console: Console, visit: Visit, field: str, refused: _Refused) -> Reply:
    """The page with why it was refused; what was written is not lost."""
    form = wrong(visit, field, refused.told.name, **refused.told.facts).form
    return show(console, visit, form, status=409)


def _here(visit: Visit) -> str:
    return f"{INBOX}/{visit.path['conversation']}"


def _whither(console: Console, visit: Visit, to: str) -> tuple[str, Agent | None]:
    kind, _, name = to.partition(":")
    if kind == "team" and name in console.desk.teams:
        return name, None
    account = console.handoffs.agent(name) if kind == "account" else None
    if account is None:
        raise wrong(visit, "to", "form-literal-error")
    return _team_of(console, account), Agent(account.id, account.name)


def _team_of(console: Console, account: Account) -> str:
    return min(account.teams or {console.desk.fallback})


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UnknownHandoff:
        raise NotThere from None
    except TakenBySomebody as taken:
        raise _Refused(warned("inbox-taken-by", name=taken.by)) from None
    except NotYours:
        raise _Refused(warned("inbox-not-taken")) from None
    except HandoffOver:
        raise _Refused(warned("inbox-over")) from None
    except ConflictingMessage:
        raise _Refused(warned("inbox-said-before")) from None
