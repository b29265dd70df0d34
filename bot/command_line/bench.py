"""`primera bench …`: parts of the bot beside others."""

from pathlib import Path
from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="Measure parts of the bot beside others.", no_args_is_help=True)


@app.command("understanding")
def bench_understanding(
    data: Annotated[Path, typer.Option(help="A folder of sets: train.jsonl, test.jsonl …")],
    json_file: Annotated[Path, typer.Option("--json", help="For the figures.")],
    only: Annotated[str | None, typer.Option(help="One system, e.g. ours.")] = None,
    shots: Annotated[int | None, typer.Option(help="Examples an intent, drawn ten times.")] = None,
    new_stock: Annotated[bool, typer.Option(help="Train Rasa's own too: minutes to hours.")] = True,
    workspace: Root = None,
) -> None:
    """Learn public sets and say how well, beside plain and stock classifiers."""
    from bot.commands.bench import understanding

    loaded = Workspace.load(workspace)
    understanding(loaded, data, json_file, console, only=only, shots=shots, new_stock=new_stock)


@app.command("answers")
def bench_answers(
    data: Annotated[Path, typer.Option(help="A folder of sets: passages.jsonl, queries_…")],
    json_file: Annotated[Path, typer.Option("--json", help="For the figures.")],
    only: Annotated[str | None, typer.Option(help="One system, e.g. ours.")] = None,
    own: Annotated[
        Path | None, typer.Option(help="Ask the workspace's own articles <lang>/questions.jsonl.")
    ] = None,
    workspace: Root = None,
) -> None:
    """Search public and own bases and say how well, beside simpler searches."""
    from bot.commands.bench_answers import answers

    answers(Workspace.load(workspace), data, json_file, console, only=only, own=own)


@app.command("review")
def bench_review(
    data: Annotated[Path, typer.Option(help="A folder that holds clinc150.")],
    json_file: Annotated[Path, typer.Option("--json", help="For the figures.")],
    workspace: Root = None,
) -> None:
    """Say how many messages fewer a lead reviews in our order, for the same error."""
    from bot.commands.bench_review import review

    review(Workspace.load(workspace), data, json_file, console)


@app.command("store")
def bench_store(
    json_file: Annotated[Path, typer.Option("--json", help="For the figures.")],
    data: Annotated[
        Path | None, typer.Option(help="Public sets whose passages are taken in, too.")
    ] = None,
    workspace: Root = None,
) -> None:
    """Say how quick and large a large knowledge base is: 100,000 and 1,000,000 vectors."""
    from bot.commands.bench_store import store

    store(Workspace.load(workspace), json_file, console, data=data)


@app.command("messages")
def bench_messages(
    json_file: Annotated[Path, typer.Option("--json", help="For the figures.")],
    workspace: Root = None,
) -> None:
    """Say how long a whole message takes, through the gateway, beside stock Rasa."""
    from bot.commands.bench_messages import messages

    messages(Workspace.load(workspace), json_file, console)


@app.command("load")
def bench_load(
    json_file: Annotated[Path, typer.Option("--json", help="For the figures.")],
    seconds: Annotated[float, typer.Option(help="How long.")] = 1_800.0,
    rate: Annotated[float, typer.Option(help="Messages a second.")] = 10.0,
    conversations: Annotated[int, typer.Option(help="How many share them.")] = 300,
    streams: Annotated[int, typer.Option(help="Idle event streams.")] = 1_000,
    workspace: Root = None,
) -> None:
    """Write at a fixed rate; 1 if the database says that a message or ticket is lost or doubled."""
    from bot.commands.bench_load import load
    from bot.load.open_model import Load

    wanted = Load(rate=rate, conversations=conversations, seconds=seconds)
    if not load(Workspace.load(workspace), json_file, console, load=wanted, streams=streams):
        raise typer.Exit(1)


@app.command("console")
def bench_console(
    json_file: Annotated[Path, typer.Option("--json", help="For the figures.")],
    conversations: Annotated[int, typer.Option(help="Of ten messages each.")] = 10_000,
    tickets: Annotated[int, typer.Option(help="How many.")] = 10_000,
    database_url: Annotated[
        str | None, typer.Option(help="An empty database to fill; else SQLite.")
    ] = None,
    workspace: Root = None,
) -> None:
    """Say how long the workbench's pages take when the database is full; 1 if over 200 ms."""
    from bot.commands.bench_console import pages
    from bot.load.filled_desk import Size

    size = Size(conversations=conversations, tickets=tickets)
    loaded = Workspace.load(workspace)
    if not pages(loaded, json_file, console, size=size, database_url=database_url):
        raise typer.Exit(1)


@app.command("standing")
def bench_standing(
    data: Annotated[Path, typer.Option(help="The folder of public sets.")], workspace: Root = None
) -> None:
    """Learn anew how sure to be of a label in general: understanding/standing.json."""
    from bot.commands.bench import standing

    standing(Workspace.load(workspace), data, console)
