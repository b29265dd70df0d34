"""`primera users`: who of the company may sign in, as what, and for which teams."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from actions.accounts import ROLES, Account, AccountStore, Role, UnusableAccount
from actions.database import engine, migrate
from actions.tickets import Desk
from actions.workspace import Workspace


def add(
    workspace: Workspace,
    email: str,
    *,
    name: str,
    role: str,
    teams: Sequence[str],
    password: Callable[[], str],
    console: Console,
) -> None:
    """Lets somebody sign in; raises AccountError."""
    known = _known_teams(workspace, teams)
    account = _store(workspace).add(
        email, name=name, role=_role(role), teams=known, password=password(), now=_now()
    )
    console.print(f"{escape(account.name)} signs in as {account.email}: {_said(account)}.")


def show(workspace: Workspace, console: Console) -> None:
    """All accounts."""
    table = Table("E-mail", "Name", "Role", "Teams", "")
    for account in _store(workspace).all():
        teams = ", ".join(sorted(account.teams))
        state = "" if account.is_active else "deactivated"
        table.add_row(account.email, escape(account.name), account.role, teams, state)
    nobody = "Nobody can sign in yet: primera users add EMAIL --name NAME --role owner"
    console.print(table if table.row_count else nobody)


def change(
    workspace: Workspace,
    email: str,
    *,
    role: str | None,
    teams: Sequence[str] | None,
    console: Console,
) -> None:
    """Another role, other teams; raises AccountError."""
    known = None if teams is None else _known_teams(workspace, teams)
    named = None if role is None else _role(role)
    account = _store(workspace).change(email, role=named, teams=known, now=_now())
    console.print(f"{account.email} is {_said(account)}, from the next request on.")


def deactivate(workspace: Workspace, email: str, console: Console) -> None:
    """Lets somebody in no more; raises UnknownAccount."""
    account = _store(workspace).deactivate(email, now=_now())
    console.print(f"{account.email} is signed out everywhere and cannot sign in.")


def reset(
    workspace: Workspace, email: str, *, password: Callable[[], str], console: Console
) -> None:
    """A new password; raises AccountError."""
    account = _store(workspace).reset(email, password(), now=_now())
    console.print(f"{account.email} has a new password and is signed out everywhere.")


def audit(workspace: Workspace, limit: int, console: Console) -> None:
    """What was done, newest first."""
    table = Table("When (UTC)", "Who", "What", "About", "")
    for entry in _store(workspace).audit(limit=limit):
        facts = ", ".join(f"{name}: {value}" for name, value in entry.facts.items())
        row = (f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.who, entry.act, entry.about or "", facts)
        table.add_row(*(escape(cell) for cell in row))
    console.print(table if table.row_count else "Nothing was done yet.")


def _store(workspace: Workspace) -> AccountStore:
    migrate(workspace.database_url)  # the first account may come before the first start
    return AccountStore(engine(workspace.database_url))


def _role(text: str) -> Role:
    for role in ROLES:
        if role == text:
            return role
    raise UnusableAccount(f"--role {text}: write one of {', '.join(ROLES)}.")


def _known_teams(workspace: Workspace, teams: Sequence[str]) -> Sequence[str]:
    desk = Desk.load(workspace.desk_file)
    for team in teams:
        if team not in desk.teams:
            known = ", ".join(desk.teams)
            raise UnusableAccount(
                f"--team {team}: actions/desk.yml has no such team, only {known}."
            )
    return teams


def _said(account: Account) -> str:
    every = "every team" if account.sees_every_team else ", ".join(sorted(account.teams))
    return f"{account.role}, {every}"


def _now() -> datetime:
    return datetime.now(UTC)
