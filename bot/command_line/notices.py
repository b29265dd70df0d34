"""`primera notices …`: what is said before answers."""

from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="What is said before answers.", no_args_is_help=True)


@app.command("add")
def notices_add(
    notice: str,
    text: Annotated[list[str], typer.Option(help='One a language: --text es="…" --text en="…"')],
    until: Annotated[str, typer.Option(help="The last day it is said: 2026-12-24")],
    topic: Annotated[
        list[str] | None, typer.Option(help="With answers on these; all without it.")
    ] = None,
    workspace: Root = None,
) -> None:
    """Say something before the first answer on some topics, at once: "delays in the warehouse"."""
    from bot.commands.notices import add

    add(Workspace.load(workspace), notice, text, until, topic or [], console)


@app.command("end")
def notices_end(notice: str, workspace: Root = None) -> None:
    """Say it no more."""
    from bot.commands.notices import end

    end(Workspace.load(workspace), notice, console)


@app.command("list")
def notices_list(workspace: Root = None) -> None:
    """List the notices that are said, and those that are over."""
    from bot.commands.notices import show

    show(Workspace.load(workspace), console)
