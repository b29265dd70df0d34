"""`primera tickets rated`: how contacts were served."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from actions.database import engine, migrate
from actions.tickets import Desk, TicketStore
from actions.tickets.ratings import BEST
from actions.worker import redactor_of
from actions.workspace import Workspace

LOW = 2  # of 5: a lead reads what was said with it


def show_rated(workspace: Workspace, console: Console) -> None:
    """By team how many, the mean and the low ones; then what was said with these, redacted."""
    migrate(workspace.database_url)
    store = TicketStore(engine(workspace.database_url), Desk.load(workspace.desk_file))
    rated = store.rated()
    if not rated:
        console.print("No ticket was rated.")
        return
    teams = Table("Team", "Rated", f"Mean (of {BEST})", f"{LOW} or less")
    for team in sorted({ticket.team for ticket, _ in rated}):
        scores = [rating.score for ticket, rating in rated if ticket.team == team]
        low = sum(score <= LOW for score in scores)
        teams.add_row(team, str(len(scores)), f"{sum(scores) / len(scores):.1f}", str(low))
    console.print(teams)
    low_ones = [(ticket, rating) for ticket, rating in rated if rating.score <= LOW]
    said = Table("Ticket", "Team", "Rating", "Said")
    redactor = redactor_of(workspace)
    for ticket, rating in low_ones:
        names = [ticket.contact.name] if ticket.contact.name else []
        words = redactor().redacted(rating.comment, names=names) if rating.comment else ""
        said.add_row(ticket.number, ticket.team, str(rating.score), escape(words))
    if said.row_count:
        console.print(said)
