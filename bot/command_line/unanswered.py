"""`primera unanswered …`: what no article answered."""

from pathlib import Path
from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="What no article answered.", no_args_is_help=True)


@app.command("list")
def unanswered_list(
    limit: Annotated[int, typer.Option(min=1, help="So many groups.")] = 20,
    json_file: Annotated[Path | None, typer.Option("--json", help="For all of them.")] = None,
    workspace: Root = None,
) -> None:
    """List what people asked and no article answered, alike questions together."""
    from bot.commands.unanswered import show_open

    show_open(Workspace.load(workspace), limit, json_file, console)


@app.command("show")
def unanswered_show(group: int, workspace: Root = None) -> None:
    """Show every question of a group, its tickets, and what people answered."""
    from bot.commands.unanswered import show_group

    show_group(Workspace.load(workspace), group, console)


@app.command("close")
def unanswered_close(
    group: int,
    article: Annotated[str | None, typer.Option(help="What answers it from now on.")] = None,
    reason: Annotated[str, typer.Option(help="Why it needs no article.")] = "",
    workspace: Root = None,
) -> None:
    """Take a group off the list."""
    from bot.commands.unanswered import close

    close(Workspace.load(workspace), group, article, reason, console)


@app.command("reopen")
def unanswered_reopen(group: int, workspace: Root = None) -> None:
    """Put a closed group on the list again."""
    from bot.commands.unanswered import reopen

    reopen(Workspace.load(workspace), group, console)
