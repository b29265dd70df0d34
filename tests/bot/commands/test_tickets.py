from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from actions.conversations import ConversationStore
from actions.database import engine, migrate
from actions.tickets import Desk, NotAllowed, TicketStore, UnknownTicket
from actions.workspace import Workspace
from bot.commands.tickets import act, show, show_list
from tests.actions.tickets.requests import request_for


@pytest.fixture
def company(workspace, tmp_path):
    return Workspace.load(workspace, {"PRIMERA_HOME": str(tmp_path / "home")})


@pytest.fixture
def number(company):
    migrate(company.database_url)
    database = engine(company.database_url)
    now = datetime.now(UTC)
    conversation = ConversationStore(database).create(locale="es", site="demo", now=now)
    request = request_for(conversation_id=conversation.id, topic="general")
    ticket = TicketStore(database, Desk.load(company.desk_file)).open(request, now=now)
    database.dispose()
    return ticket.number


@pytest.fixture
def console():
    return Console(file=StringIO(), width=200)


def said(console):
    return console.file.getvalue()


def test_a_ticket_is_taken_answered_and_resolved_from_the_command_line(company, number, console):
    act(company, number, "take", by="Leo", console=console)
    act(company, number, "reply", by="Leo", text="Lo miro", console=console)
    act(company, number, "resolve", by="Leo", text="Hecho [bold]", console=console)
    assert [line.split(".")[0] for line in said(console).splitlines()] == [
        "T-1001 is in_progress",
        "T-1001 is in_progress",
        "T-1001 is resolved",
    ]
    show(company, number, console)
    assert "What you can do: reply, close, reopen" in said(console)
    assert "Hecho [bold]" in said(console)


def test_the_list_shows_what_is_open_and_with_whom(company, number, console):
    show_list(company, "open", None, 50, console)
    assert number in said(console)
    act(company, number, "take", by="Leo", console=console)
    show_list(company, "in_progress", "care", 50, console)
    assert "Leo" in said(console)
    show_list(company, "closed", None, 50, console)
    assert said(console).endswith("No tickets.\n")


def test_mistakes_are_told_with_the_way_out(company, number, console):
    with pytest.raises(UnknownTicket, match="primera tickets list"):
        act(company, "T-9999", "take", by="Leo", console=console)
    with pytest.raises(NotAllowed, match="'done' is no state; choose one of open,"):
        show_list(company, "done", None, 50, console)
    with pytest.raises(NotAllowed, match="The agent can: take, transfer, reply, wait,"):
        act(company, number, "reopen", by="Leo", console=console)
