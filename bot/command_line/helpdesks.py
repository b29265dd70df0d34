"""`primera helpdesks …`: whether help desks are connected as they should be."""

from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="Help desks that receive tickets.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The help desk's name in actions/desk.yml.")]


@app.command("check")
def helpdesks_check(name: Name, workspace: Root = None) -> None:
    """Reach it, sign in, and compare its queues and states with the desk file."""
    from bot.commands.helpdesks import check

    if not check(Workspace.load(workspace), name, console):
        raise typer.Exit(1)


@app.command("test")
def helpdesks_test(name: Name, workspace: Root = None) -> None:
    """Open a marked test ticket there, see it, close it."""
    from bot.commands.helpdesks import try_out

    if not try_out(Workspace.load(workspace), name, console):
        raise typer.Exit(1)


@app.command("alerts")
def helpdesks_alerts(workspace: Root = None) -> None:
    """Show what does not get through while a promise runs."""
    from bot.commands.helpdesks import show_alerts

    show_alerts(Workspace.load(workspace), console)
