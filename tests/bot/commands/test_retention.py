from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from actions.conversations import ConversationStore
from actions.database import engine, migrate
from actions.tickets import Desk, TicketStore
from actions.workspace import Workspace
from bot.commands import retention
from tests.actions.tickets.requests import request_for

NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def company(tmp_path):
    loaded = Workspace.load(environment={"PRIMERA_HOME": str(tmp_path)})
    migrate(loaded.database_url)
    opened = engine(loaded.database_url)
    store = ConversationStore(opened)
    store.create(locale="es", site="demo", now=NOW - timedelta(days=400))
    store.create(locale="es", site="demo", now=NOW)
    yield loaded
    opened.dispose()


def with_tickets(company, count):
    """Old conversations that have a ticket each."""
    opened = engine(company.database_url)
    store, desk = ConversationStore(opened), Desk.load(company.desk_file)
    for _ in range(count):
        begun = store.create(locale="es", site="demo", now=NOW - timedelta(days=400))
        asked = request_for(f"{begun.id}:1", conversation_id=begun.id)
        TicketStore(opened, desk).open(asked, now=NOW - timedelta(days=400))
    opened.dispose()


def keeping(company, days):
    privacy = company.settings.privacy.model_copy(update={"retention_days": days})
    return replace(company, settings=company.settings.model_copy(update={"privacy": privacy}))


def said(command, company):
    console = Console(width=500, record=True)
    command(company, NOW, console)
    return console.export_text()


def test_a_preview_says_what_would_go_and_erases_nothing(company):
    for _ in range(2):
        told = said(retention.preview, keeping(company, 365))
        assert told == "1 conversation is past its time, the oldest of 2025-02-17.\n"
    assert said(retention.preview, keeping(company, 3)) == told
    assert (
        said(retention.preview, keeping(company, 500)) == "0 conversations are past their time.\n"
    )


def test_a_preview_says_what_stays_and_why(company):
    with_tickets(company, 1)
    told = said(retention.preview, keeping(company, 365))
    assert "1 conversation as old stays: its ticket is not closed. So far only erasing" in told
    with_tickets(company, 1)
    told = said(retention.preview, keeping(company, 365))
    assert "2 conversations as old stay: their tickets are not closed." in told


def test_a_run_erases_it(company):
    assert "1 conversation erased" in said(retention.run, keeping(company, 365))
    assert "0 conversations erased" in said(retention.run, keeping(company, 365))


@pytest.mark.parametrize("command", [retention.preview, retention.run])
def test_before_the_first_start_nothing_is_due(tmp_path, command):
    fresh = Workspace.load(environment={"PRIMERA_HOME": str(tmp_path)})
    assert "0 conversations" in said(command, keeping(fresh, 365))


@pytest.mark.parametrize("command", [retention.preview, retention.run])
def test_without_a_number_of_days_nothing_goes_and_that_is_said(company, command):
    assert "kept for ever" in said(command, keeping(company, None))
    assert "1 conversation is" in said(retention.preview, keeping(company, 30))
