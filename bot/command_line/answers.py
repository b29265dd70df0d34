"""`primera answers …`: what is answered, and how surely."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="What is answered, and how surely.", no_args_is_help=True)


@app.command("pause")
def answers_pause(
    reason: Annotated[str, typer.Option(help="Why, for those who wonder later.")],
    workspace: Root = None,
) -> None:
    """Answer nothing any more, at once: every question goes to people."""
    from bot.commands.controls import pause

    pause(Workspace.load(workspace), reason, console)


@app.command("resume")
def answers_resume(workspace: Root = None) -> None:
    """Answer again."""
    from bot.commands.controls import resume

    resume(Workspace.load(workspace), console)


@app.command("chosen")
def answers_chosen(
    limit: Annotated[int, typer.Option(min=1, help="So many questions.")] = 50,
    workspace: Root = None,
) -> None:
    """List questions whose article people had to choose from titles: phrasings that it lacks."""
    from bot.commands.unanswered import show_chosen

    show_chosen(Workspace.load(workspace), limit, console)


@app.command("rated")
def answers_rated(workspace: Root = None) -> None:
    """List what contacts thought of answers: articles, low-rated ones first, with questions."""
    from bot.commands.answers_rated import show_rated

    show_rated(Workspace.load(workspace), console)


@app.command("report")
def answers_report(
    json_file: Annotated[Path | None, typer.Option("--json", help="For the figures.")] = None,
    workspace: Root = None,
) -> None:
    """Say what the answers promise and prove, and which articles stand in the way."""
    from bot.commands.answers_report import report

    loaded = Workspace.load(workspace)
    report(loaded, json_file, console, date.today())
