"""`primera deliveries …`: what was sent to help desks."""

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="What was sent to help desks.", no_args_is_help=True)


@app.command("list")
def deliveries_list(state: str | None = None, workspace: Root = None) -> None:
    """Show deliveries, those in one state with --state."""
    from bot.commands.deliveries import show

    show(Workspace.load(workspace), state, console)


@app.command("replay")
def deliveries_replay(delivery_id: str, workspace: Root = None) -> None:
    """Send a delivery again."""
    from bot.commands.deliveries import replay

    replay(Workspace.load(workspace), delivery_id, console)
