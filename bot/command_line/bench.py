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


@app.command("standing")
def bench_standing(
    data: Annotated[Path, typer.Option(help="The folder of public sets.")], workspace: Root = None
) -> None:
    """Learn anew how sure to be of a label in general: understanding/standing.json."""
    from bot.commands.bench import standing

    standing(Workspace.load(workspace), data, console)
