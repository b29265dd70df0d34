"""`primera contacts …`: what is known of one person."""

from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="What is known of one person.", no_args_is_help=True)


@app.callback()
def contacts() -> None:
    """What is known of one person."""


@app.command("show")
def contacts_show(
    who: Annotated[str, typer.Argument(help="T-1001, cnv_…, or with --site who they are to it.")],
    site: Annotated[str | None, typer.Option(help="The site that vouches for the id.")] = None,
    workspace: Root = None,
) -> None:
    """Show a person's conversations, tickets and ratings, put together by verified identity."""
    from bot.commands.contacts import show

    show(Workspace.load(workspace), who, site, console)
