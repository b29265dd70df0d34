"""`primera candidate …`: what people edit, judged against what serves."""

from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="What people edit, judged against what serves.", no_args_is_help=True)

Ids = Annotated[
    list[str] | None, typer.Argument(help="Ids of messages; without any, all undecided ones.")
]


@app.command("build")
def candidate_build(workspace: Root = None) -> None:
    """Train, index and judge the files as they are; what serves goes on. Ends with 1 if blocked."""
    from bot.commands.candidate import build

    if not build(Workspace.load(workspace), console):
        raise typer.Exit(1)


@app.command("check")
def candidate_check(workspace: Root = None) -> None:
    """Judge again, after tests or decisions have changed; what is built is not built again."""
    from bot.commands.candidate import build

    if not build(Workspace.load(workspace), console):
        raise typer.Exit(1)


@app.command("show")
def candidate_show(workspace: Root = None) -> None:
    """Show what the gate found, and the replies that would change, their words redacted."""
    from bot.commands.candidate import show

    if not show(Workspace.load(workspace), console):
        raise typer.Exit(1)


@app.command("approve")
def candidate_approve(ids: Ids = None, workspace: Root = None) -> None:
    """Approve replies that would change."""
    from bot.commands.candidate import decide_about

    decide_about(Workspace.load(workspace), ids or [], "approved", console)


@app.command("reject")
def candidate_reject(ids: Ids = None, workspace: Root = None) -> None:
    """Reject replies that would change: they stand in the way from now on."""
    from bot.commands.candidate import decide_about

    decide_about(Workspace.load(workspace), ids or [], "rejected", console)


@app.command("history")
def candidate_history(workspace: Root = None) -> None:
    """List what served, since when, by whom and why."""
    from bot.commands.candidate import history

    history(Workspace.load(workspace), console)
