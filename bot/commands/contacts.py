"""`primera contacts`: one person, one view."""

from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from actions.database import engine, migrate
from actions.people import People, Person
from actions.workspace import Workspace


def show(workspace: Workspace, who: str, site: str | None, console: Console) -> None:
    """Prints it all; whoever may see the database sees it."""
    migrate(workspace.database_url)
    people = People(engine(workspace.database_url))
    person = people.visitor(who, site=site) if site else people.behind(who)
    console.print(_headline(person), markup=False, highlight=False, soft_wrap=True)
    talks = Table("Conversation", "Began", "Last word", "Messages", "Language")
    for talk in person.talks:
        talks.add_row(
            talk.id, _when(talk.began_at), _when(talk.last_at), str(talk.messages), talk.language
        )
    scores = {rating.ticket: rating.score for rating in person.ratings}
    tickets = Table("Ticket", "Opened", "State", "Team", "Subject", "Rating")
    for ticket in person.tickets:
        tickets.add_row(
            ticket.number,
            _when(ticket.created_at),
            ticket.status,
            ticket.team,
            escape(ticket.subject),
            str(scores.get(ticket.number, "")),
        )
    for table in (talks, tickets):
        if table.row_count:
            console.print(table)


def _headline(person: Person) -> str:
    contact = person.contact
    name = (contact.name if contact else None) or "Somebody without a name"
    addresses = [each for each in (contact.email, contact.phone) if each] if contact else []
    known = (
        f"{person.external_id} at {person.site}, vouched for"
        if person.external_id
        else "not verified: this conversation alone"
    )
    return " · ".join([name, *addresses, known])


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
