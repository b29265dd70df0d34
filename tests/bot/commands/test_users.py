"""`primera users`, as people type it."""

import pytest
from typer.testing import CliRunner

from actions.accounts import AccountStore, UnusableAccount
from actions.database import engine
from actions.workspace import Workspace
from bot.command_line import app
from bot.supervisor.app.steps import NOBODY_SIGNS_IN, STEPS
from tests.running import REPOSITORY

PASSWORD = "a quiet house by the sea"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PRIMERA_HOME", str(tmp_path))
    return tmp_path


def typed(*arguments: str, password=PASSWORD):
    return CliRunner().invoke(app, ["users", *arguments], input=f"{password}\n")


def added(**changed):
    options = {"--name": "Lucía", "--role": "agent", "--team": "care"} | changed
    pairs = (part for option in options.items() for part in option)
    return typed("add", "lucia@aurora.example", *pairs)


def store():
    return AccountStore(engine(Workspace.load().database_url))


def test_an_account_is_added_before_the_first_start_and_listed(home):
    assert "Nobody can sign in yet" in typed("list").output
    told = added()
    assert told.exit_code == 0, told.output
    assert "Lucía signs in as lucia@aurora.example: agent, care." in told.output
    assert PASSWORD not in told.output
    (account,) = store().all()
    assert (account.role, account.teams) == ("agent", {"care"})
    assert "lucia@aurora.example" in typed("list").output


def test_an_account_is_changed_reset_and_deactivated(home):
    added()
    assert "lead, every team" in typed("change", "lucia@aurora.example", "--role", "lead").output
    typed("reset", "lucia@aurora.example", password="a small boat in the harbour")
    typed("deactivate", "lucia@aurora.example")
    (account,) = store().all()
    assert not account.is_active
    assert "deactivated" in typed("list").output


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"--role": "boss"}, "viewer, agent, lead, owner"),
        ({"--team": "pirates"}, "actions/desk.yml has no such team"),
    ],
)
def test_what_will_not_do_is_refused_with_what_would(home, changed, told):
    refused = added(**changed)
    assert isinstance(refused.exception, UnusableAccount)
    assert told in str(refused.exception)


def test_while_nobody_can_sign_in_the_start_says_how_to_change_that(home):
    def said():
        return STEPS["database"](REPOSITORY, None, lambda _: None).result["remarks"]

    assert said() == [NOBODY_SIGNS_IN]
    added()
    assert said() == []


def test_the_audit_says_who_did_what_and_no_secret(home):
    assert "Nothing was done yet" in typed("audit").output
    added()
    typed("reset", "lucia@aurora.example", password="a small boat in the harbour")
    told = typed("audit", "--limit", "1").output
    assert "account.reset" in told
    assert "account.added" not in told
    assert "boat" not in typed("audit").output
