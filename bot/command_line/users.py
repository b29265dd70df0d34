"""`primera users …`: who of the company may sign in."""

import sys
from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="Who of the company may sign in.", no_args_is_help=True)

Team = Annotated[list[str] | None, typer.Option(help="A team of actions/desk.yml; repeat it.")]
RoleOption = Annotated[str, typer.Option(help="viewer, agent, lead or owner")]


@app.command("add")
def users_add(
    email: str,
    name: Annotated[str, typer.Option(help="What contacts read, e.g. Lucía.")],
    role: RoleOption = "agent",
    team: Team = None,
    workspace: Root = None,
) -> None:
    """Let somebody sign in; the password is asked for, or read from standard input."""
    from bot.commands.users import add

    loaded = Workspace.load(workspace)
    add(loaded, email, name=name, role=role, teams=team or [], password=_password, console=console)


@app.command("list")
def users_list(workspace: Root = None) -> None:
    """List the accounts, deactivated ones too."""
    from bot.commands.users import show

    show(Workspace.load(workspace), console)


@app.command("change")
def users_change(
    email: str,
    role: Annotated[str | None, typer.Option(help="viewer, agent, lead or owner")] = None,
    team: Team = None,
    workspace: Root = None,
) -> None:
    """Give an account another role, or other teams in place of those it has."""
    from bot.commands.users import change

    change(Workspace.load(workspace), email, role=role, teams=team, console=console)


@app.command("deactivate")
def users_deactivate(email: str, workspace: Root = None) -> None:
    """Sign somebody out everywhere and let them in no more."""
    from bot.commands.users import deactivate

    deactivate(Workspace.load(workspace), email, console)


@app.command("reset")
def users_reset(email: str, workspace: Root = None) -> None:
    """Give an account a new password; it is signed out everywhere and locked out no more."""
    from bot.commands.users import reset

    reset(Workspace.load(workspace), email, password=_password, console=console)


@app.command("audit")
def users_audit(
    limit: Annotated[int, typer.Option(help="At most so many, the newest.")] = 50,
    workspace: Root = None,
) -> None:
    """Say who did what: signed in, was refused, changed accounts, took conversations."""
    from bot.commands.users import audit

    audit(Workspace.load(workspace), limit, console)


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
