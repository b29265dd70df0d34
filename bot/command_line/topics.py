"""`primera topics`: what the bot is taught, topic by topic."""

from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="What the bot is taught, topic by topic.", no_args_is_help=True)


@app.command("list")
def list_topics(workspace: Root = None) -> None:
    """Every topic: examples and phrasings in each language, and what it lacks."""
    from bot.commands.topics import show

    show(Workspace.load(workspace), console)


@app.command()
def missing(topic: str, workspace: Root = None) -> None:
    """What a topic still needs."""
    from bot.commands.topics import tell_lacks

    tell_lacks(Workspace.load(workspace), topic, console)


@app.command()
def add(
    topic: Annotated[str, typer.Argument(help="Small letters and digits, e.g. gift_cards.")],
    team: Annotated[str, typer.Option(help="Of actions/desk.yml.")],
    name: Annotated[list[str], typer.Option(help='As customers read it: es="Tarjetas regalo"')],
    example: Annotated[list[str] | None, typer.Option(help='es="¿cómo …?"; again for more')] = None,
    priority: Annotated[str, typer.Option(help="urgent, high, normal or low")] = "",
    needs: Annotated[list[str] | None, typer.Option(help="A detail, e.g. order_number")] = None,
    first_answer: Annotated[str, typer.Option(help="In place of the team's: 2 h")] = "",
    solution: Annotated[str, typer.Option(help="In place of the team's: 3 days")] = "",
    outcome: Annotated[list[str] | None, typer.Option(help='How it can end: es="…"')] = None,
    workspace: Root = None,
) -> None:
    """Begin a topic: team, fields, promise, outcomes and examples; says what is still missing."""
    from bot.commands import topics
    from bot.topics import NewTopic

    loaded = Workspace.load(workspace)
    names = topics.by_language(name, "--name")
    examples = topics.by_language(example or (), "--example")
    outcomes = topics.by_language(outcome or (), "--outcome")
    topics.known_languages(loaded, names, examples, outcomes)
    new = NewTopic(
        key=topic,
        names=topics.first_of(names),
        team=team,
        examples=examples,
        priority=priority,
        needs=needs or (),
        first_answer=first_answer,
        solution=solution,
        outcomes=outcomes,
    )
    topics.add(loaded, new, console)
