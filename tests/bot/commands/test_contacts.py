"""`primera contacts show`, `primera tickets rated`: what a lead sees of people."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from actions.conversations import ConversationStore, Visitor
from actions.database import engine, migrate
from actions.people import UnknownPerson
from actions.tickets import Change, Contact, Desk, TicketStore
from actions.workspace import Workspace
from bot.commands.contacts import show
from bot.commands.tickets_rated import show_rated
from tests.actions.tickets.requests import request_for

NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
ANA = Contact("Ana [bold]Ruiz", "ana@example.com", verified=True, external_id="c-1")


@pytest.fixture
def company(workspace, tmp_path):
    loaded = Workspace.load(workspace, {"PRIMERA_HOME": str(tmp_path / "home")})
    migrate(loaded.database_url)
    database = engine(loaded.database_url)
    store = TicketStore(database, Desk.load(loaded.desk_file))
    for number, score in enumerate((5, 1, 2), start=1):
        visitor = Visitor("c-1", NOW + timedelta(hours=8))
        talk = ConversationStore(database).create(
            locale="es", site="shop", visitor=visitor, now=NOW
        )
        asked = request_for(
            f"{talk.id}:{number}", conversation_id=talk.id, contact=ANA, topic="general"
        )
        ticket = store.open(asked, now=NOW)
        store.change(ticket.number, Change("close", "agent"), now=NOW)
        store.rate(ticket.number, score, now=NOW)
    database.dispose()
    return loaded


@pytest.fixture
def console():
    return Console(file=StringIO(), width=200)


@pytest.mark.parametrize(("who", "site"), [("T-1002", None), ("c-1", "shop")])
def test_a_person_is_shown_with_everything_of_theirs(company, console, who, site):
    show(company, who, site, console)
    told = console.file.getvalue()
    assert told.startswith("Ana [bold]Ruiz · ana@example.com · c-1 at shop, vouched for\n")
    assert told.count("cnv_") == 3
    assert all(number in told for number in ("T-1001", "T-1002", "T-1003"))


def test_nobody_is_told_with_the_way_out(company, console):
    with pytest.raises(UnknownPerson, match="--site"):
        show(company, "c-1", "another", console)


def test_ratings_are_told_by_team_and_low_ones_one_by_one(company, console):
    show_rated(company, console)
    told = console.file.getvalue()
    team = next(line for line in told.splitlines() if "care" in line)
    assert [cell.strip() for cell in team.split("│")[1:-1]] == ["care", "3", "2.7", "2"]
    assert "T-1001" not in told
    assert all(number in told for number in ("T-1002", "T-1003"))
