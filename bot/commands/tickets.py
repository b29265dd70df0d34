"""`primera tickets`: what there is to do, and doing it until there is a console."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from actions.database import engine, migrate
from actions.helpdesks import FollowedTicket, FollowedTickets
from actions.mail import letters_of
from actions.progress import Progress
from actions.texts import Texts
from actions.tickets import (
    ACTS,
    Act,
    Change,
    Desk,
    Links,
    NotAllowed,
    Status,
    Ticket,
    TicketStore,
    acts_of,
    next_due,
)
from actions.workspace import Workspace

STATUS_STYLES = {
    "open": "yellow",
    "in_progress": "cyan",
    "waiting_for_contact": "magenta",
    "resolved": "green",
    "closed": "dim",
}


def show_list(
    workspace: Workspace, status: str | None, team: str | None, limit: int, console: Console
) -> None:
    """The newest tickets, of one state or team if asked."""
    known = {each: each for each in get_args(Status)}
    if status is not None and status not in known:
        raise NotAllowed(f"{status!r} is no state; choose one of {', '.join(known)}.")
    store, desk = _store(workspace)
    wanted = known[status] if status else None
    table = Table("Ticket", "State", "Team", "With", "Priority", "Subject", "Due")
    for ticket in store.newest(status=wanted, team=team, limit=limit):
        table.add_row(
            ticket.number,
            f"[{STATUS_STYLES[ticket.status]}]{ticket.status}[/]",
            ticket.team,
            escape(ticket.assignee or ""),
            ticket.priority,
            escape(ticket.subject),
            _when(next_due(ticket), desk),
        )
    console.print(table if table.row_count else "No tickets.")


def show(workspace: Workspace, number: str, console: Console) -> None:
    """Everything of one ticket: its words are the contact's, shown to who may see the database."""
    store, desk = _store(workspace)
    ticket = store.get(number)
    for line in _lines(ticket, desk):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    for place in _followed(workspace).of_ticket(ticket.number):
        console.print(_place(place), markup=False, highlight=False, soft_wrap=True)
    table = Table("", "When", "Who", "Did", "State", "Words")
    for each in store.timeline(number):
        table.add_row(
            str(each.sequence),
            _when(each.at, desk),
            escape(each.author or each.actor),
            each.act,
            each.status,
            escape(each.text),
        )
    console.print(table)


def find(workspace: Workspace, external: str, console: Console) -> None:
    """The tickets that a help desk knows by this number."""
    store, _ = _store(workspace)
    found = _followed(workspace).find(external)
    for place in found:
        ticket = store.get(place.number)
        line = f"{ticket.number} · {ticket.status} · {ticket.subject} · {_place(place)}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if not found:
        console.print(f"No help desk is known to have a ticket {external!r}.", markup=False)


def act(
    workspace: Workspace,
    number: str,
    act: str,
    *,
    by: str,
    text: str = "",
    team: str | None = None,
    what: str = "",
    task: int | None = None,
    console: Console,
) -> None:
    """Does it in a person's name, and says where the ticket then stands."""
    name: Act = next(each for each in ACTS if each == act)
    _, desk = _store(workspace)
    progress = Progress(
        engine(workspace.database_url),
        desk,
        Texts.of(workspace),
        Links.of(workspace),
        letters=letters_of(workspace),
    )
    change = Change(name, "agent", author=by, text=text, team=team, what=what, task=task)
    ticket = progress.act(number, change, now=datetime.now(UTC))
    due = next_due(ticket)
    promised = f" Promised next: {_when(due, desk)}." if due else ""
    console.print(f"{ticket.number} is {ticket.status}.{promised}")


def link(workspace: Workspace, number: str, new: bool, console: Console) -> None:
    """The address of the private page; a ticket from before there were any gets one."""
    store, _ = _store(workspace)
    ticket = store.get(number)
    if new or store.url(ticket) is None:
        ticket = store.relink(number)
    address = store.url(ticket) or ""
    console.print(address, markup=False, highlight=False, soft_wrap=True)
    if address.startswith("/"):
        console.print("It begins with the gateway's address: set gateway.public_url to have it.")


def _lines(ticket: Ticket, desk: Desk) -> Iterator[str]:
    contact = ticket.contact
    reached = contact.email or contact.phone or "nowhere"
    yield f"{ticket.number} · {ticket.status} · {ticket.team} · {ticket.priority}"
    yield f"{contact.name or 'Nobody'} ({reached}), {ticket.language}"
    yield ticket.summary
    for name, value in ticket.details.items():
        yield f"  {name}: {value}"
    for task in ticket.tasks:
        yield f"Task {task.number} · {task.state} · {task.team}: {task.what}"
    if ticket.follows:
        yield f"Follows {ticket.follows}"
    if due := next_due(ticket):
        yield f"Promised next: {_when(due, desk)}"
    yield f"What you can do: {', '.join(acts_of('agent', ticket.status))}"


def _place(place: FollowedTicket) -> str:
    if place.external_ref is None:
        return f"On its way to {place.helpdesk}"
    gone = ", deleted there" if place.gone else ""
    return (
        f"In {place.helpdesk}: {place.external_ref} ({place.state}{gone}) {place.url or ''}".strip()
    )


def _followed(workspace: Workspace) -> FollowedTickets:
    desk = Desk.load(workspace.desk_file)
    return FollowedTickets(engine(workspace.database_url), desk.two_way_names())


def _when(moment: datetime | None, desk: Desk) -> str:
    return f"{moment.astimezone(ZoneInfo(desk.time_zone)):%Y-%m-%d %H:%M}" if moment else ""


def _store(workspace: Workspace) -> tuple[TicketStore, Desk]:
    migrate(workspace.database_url)
    desk = Desk.load(workspace.desk_file)
    return TicketStore(engine(workspace.database_url), desk, Links.of(workspace)), desk
