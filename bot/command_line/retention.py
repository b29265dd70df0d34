"""`primera retention …`: how long contacts' data are kept."""

from datetime import UTC, datetime

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="How long contacts' data are kept.", no_args_is_help=True)


@app.command("preview")
def retention_preview(workspace: Root = None) -> None:
    """Say what has been kept long enough, and erase nothing."""
    from bot.commands.retention import preview

    preview(Workspace.load(workspace), datetime.now(UTC), console)


@app.command("run")
def retention_run(workspace: Root = None) -> None:
    """Erase what has been kept long enough, now."""
    from bot.commands.retention import run as erase

    erase(Workspace.load(workspace), datetime.now(UTC), console)
