"""The command `primera`: what prepares, runs and asks the bot; other groups have their modules."""

import os
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from actions.workspace import Workspace
from bot.command_line import (
    answers,
    articles,
    bench,
    candidate,
    contacts,
    deliveries,
    embed,
    helpdesks,
    notices,
    retention,
    tickets,
    topics,
    unanswered,
    users,
)
from bot.command_line.options import Root, console
from bot.supervisor import entrance, logs
from bot.supervisor.app.sentences import is_ours, sentence

app = typer.Typer(
    help="A first-line customer-support bot that a company runs itself.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for group in (
    tickets,
    contacts,
    deliveries,
    helpdesks,
    embed,
    notices,
    articles,
    topics,
    answers,
    unanswered,
    retention,
    users,
    bench,
    candidate,
):
    app.add_typer(group.app, name=group.__name__.rpartition(".")[2])


@app.command()
def run(
    workspace: Root = None,
    watch: Annotated[bool, typer.Option(help="Apply edits at once.")] = False,
    edited: Annotated[
        bool, typer.Option(help="Serve the files as they are, and publish nothing.")
    ] = False,
    port: int | None = None,
) -> None:
    """Start everything and keep it running: what is published, or on a first start all there is."""
    options = [f"--workspace={workspace}"] if workspace else []
    flags = [*(["--watch"] if watch else []), *(["--edited"] if edited else [])]
    arguments = [*options, "run", *flags]
    raise typer.Exit(entrance.main(arguments + ([f"--port={port}"] if port else [])))


@app.command()
def init(
    folder: Path,
    name: Annotated[str, typer.Option(help="The company's name.")] = "",
    languages: Annotated[str, typer.Option(help="Codes, the default one first: es,en")] = "es,en",
    source: Annotated[str, typer.Option("--from", help="empty or aurora")] = "empty",
    country: Annotated[str | None, typer.Option(help="ISO 3166, e.g. PT: phones, dates")] = None,
) -> None:
    """Make a workspace for a company."""
    from bot.commands.new_workspace import make

    codes = tuple(code.strip() for code in languages.split(",") if code.strip())
    named = name or folder.resolve().name
    made = make(folder, name=named, languages=codes, source=source, country=country)
    console.print(f"{made} is ready. Start it: primera run --workspace {folder}")
    if source == "empty" and country is None:
        console.print(
            "No --country: phone numbers are understood with their country code only, until "
            "config.yml names the region; actions/desk.yml the holidays."
        )


@app.command()
def train(workspace: Root = None) -> None:
    """Train the Rasa model, unless one of the same data is there."""
    _step("model", workspace)


@app.command()
def index(workspace: Root = None) -> None:
    """Build the index over the articles, unless it is there."""
    _step("index", workspace)


@app.command()
def migrate(workspace: Root = None) -> None:
    """Bring the database to the newest tables."""
    _step("database", workspace)


@app.command()
def check(workspace: Root = None) -> None:
    """Look for mistakes in settings, desk, articles, domain and training data."""
    _step("check", workspace)


@app.command()
def ask(question: str, language: str | None = None, workspace: Root = None) -> None:
    """Search the knowledge base: the decision, how sure it is, and what it found."""
    from bot.commands.ask import ask as search

    loaded = Workspace.load(workspace)
    search(loaded, question, language or loaded.settings.default_language, console)


@app.command()
def route(
    text: str,
    language: Annotated[str | None, typer.Option(help="Of the conversation.")] = None,
    at: Annotated[
        datetime | None, typer.Option(help="When, where the company is: 2026-12-24T19:30.")
    ] = None,
    workspace: Root = None,
) -> None:
    """Say which team a message would reach, and why."""
    from bot.commands.route import tell_route

    tell_route(Workspace.load(workspace), text, language, at, console)


@app.command()
def replay(
    turn: Annotated[str, typer.Argument(help="A reply's message_id, or a conversation's id.")],
    with_: Annotated[
        str, typer.Option("--with", help="then, or current: what serves now")
    ] = "then",
    read_again: Annotated[bool, typer.Option(help="Read the words with the model, too.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="For hashes and scores.")] = None,
    workspace: Root = None,
) -> None:
    """Decide a recorded turn again: whether the same reply comes out, and what has changed."""
    from bot.commands.replay import replay_turns

    if with_ not in ("then", "current"):
        raise typer.BadParameter(f"{with_!r}: write then or current.", param_hint="--with")
    loaded, current = Workspace.load(workspace), with_ == "current"
    if not replay_turns(loaded, turn, json_file, console, current=current, read_again=read_again):
        raise typer.Exit(1)


@app.command()
def evaluate(
    data: Annotated[Path | None, typer.Option(help="Labelled messages: es/, en/ …")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="For the figures.")] = None,
    workspace: Root = None,
) -> None:
    """Judge the bot on labelled messages: a table, JSON, every mistake, pictures."""
    from bot.commands.evaluate import evaluate as judge

    judge(Workspace.load(workspace), data, json_file, console)


@app.command()
def promote(
    reason: Annotated[str, typer.Option(help="Why, in spite of cases that may be excused.")] = "",
    workspace: Root = None,
) -> None:
    """Publish the candidate: it serves within seconds, and no conversation is interrupted."""
    from bot.commands.candidate import publish

    publish(Workspace.load(workspace), reason, console)


@app.command()
def rollback(
    to: Annotated[str, typer.Option(help="A release; without it the one before.")] = "",
    reason: Annotated[str, typer.Option(help="Why, for those who wonder later.")] = "",
    workspace: Root = None,
) -> None:
    """Go back to what served before."""
    from bot.commands.candidate import go_back

    go_back(Workspace.load(workspace), to, reason, console)


@app.command("test")
def test_conversations(
    only: Annotated[str, typer.Option(help="A part of the names to play.")] = "",
    workspace: Root = None,
) -> None:
    """Play the company's own conversation tests; ends with 1 if one fails."""
    from bot.commands.conversation_tests import run_tests

    if not run_tests(Workspace.load(workspace), only, console):
        raise typer.Exit(1)


@app.command()
def doctor(
    workspace: Root = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program that watches.")] = False,
) -> None:
    """Say what is needed, what is there, and whether what runs is well; ends with 1 if not."""
    from bot.commands.doctor import doctor as examine

    if not examine(Workspace.load(workspace), console, as_json=as_json):
        raise typer.Exit(1)


@app.command("logs")
def logs_of(
    request: Annotated[str, typer.Argument(help="The id of a request, message or delivery.")],
    workspace: Root = None,
) -> None:
    """Show the way of a request through all processes."""
    from bot.commands.logs import show

    if not show(Workspace.load(workspace), request, console):
        raise typer.Exit(1)


@app.command("demo-desk")
def demo_desk(workspace: Root = None) -> None:
    """Start a real help desk beside Primera, to see its tickets arrive."""
    from bot.commands.demo_desk import start

    raise typer.Exit(start(Workspace.load(workspace)))


def _step(name: str, root: Path | None) -> None:
    from bot.commands.prepare import step

    step(name, Workspace.load(root), console)


def main() -> None:
    """Entry point: an error ends in a sentence; its traceback goes to a log."""
    raise SystemExit(_spoken(app))


def _spoken(command: Callable[[], None]) -> int:
    try:
        command()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        Console(stderr=True).print(sentence(error), style="red", markup=False, soft_wrap=True)
        if not is_ours(error):
            _keep(error)
        return 1
    return 0


def _keep(error: Exception) -> None:
    home = Path(os.environ.get("PRIMERA_HOME") or ".primera")
    log = logs.log_file(home / "logs", "command-line")
    with log.open("a", encoding="utf-8") as file:
        traceback.print_exception(error, file=file)
    Console(stderr=True).print(f"The details are in {log}.", style="dim", soft_wrap=True)
