"""`primera articles …`: what the bot knows."""

from datetime import date
from typing import Annotated

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="What the bot knows.", no_args_is_help=True)


@app.command("new")
def articles_new(
    article: str,
    topic: Annotated[str, typer.Option(help="A topic of actions/desk.yml.")],
    title: Annotated[list[str], typer.Option(help='One a language: --title es="…"')],
    workspace: Root = None,
) -> None:
    """Begin an article: a draft in each language that has a title."""
    from bot.commands.articles import new

    new(Workspace.load(workspace), article, topic, title, console)


@app.command("check")
def articles_check(workspace: Root = None) -> None:
    """Say what is wrong with articles, past its review, without twin, or links nowhere."""
    from bot.commands.articles import check as examine

    if not examine(Workspace.load(workspace), date.today(), console):
        raise typer.Exit(1)


@app.command("import")
def articles_import(
    source: Annotated[str, typer.Argument(help="A folder, a file or a sitemap's https address.")],
    language: Annotated[str | None, typer.Option(help="Of all of it.")] = None,
    topic: Annotated[str | None, typer.Option(help="Of what names no topic of its own.")] = None,
    name: Annotated[
        str | None, typer.Option("--as", help="The source's name, if its path changes.")
    ] = None,
    under: Annotated[str, typer.Option(help="Only pages whose path begins so: /help")] = "",
    max_pages: Annotated[int, typer.Option(min=1, help="Of a site.")] = 1_000,
    max_mb: Annotated[float, typer.Option(min=0.001, help="A page or file, at most.")] = 5.0,
    seconds: Annotated[float, typer.Option(min=0.1, help="A page may take.")] = 20.0,
    delay: Annotated[float, typer.Option(min=0.0, help="Seconds between two pages.")] = 0.5,
    minutes: Annotated[float, typer.Option(min=0.01, help="A whole site may take.")] = 60.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing, only tell.")] = False,
    workspace: Root = None,
) -> None:
    """Bring another system's articles in as drafts; a second time, only what has changed."""
    from bot.commands.articles_import import Asked, import_from
    from bot.importing.website import Limits

    limits = Limits(max_pages, max_mb, seconds, delay, minutes)
    asked = Asked(source, language, topic, name, under, dry_run, limits)
    if not import_from(Workspace.load(workspace), asked, console):
        raise typer.Exit(1)


@app.command("withdraw")
def articles_withdraw(
    article: str,
    reason: Annotated[str, typer.Option(help="Why, for those who wonder later.")],
    language: Annotated[str | None, typer.Option(help="One language; all without it.")] = None,
    workspace: Root = None,
) -> None:
    """Show an article nowhere any more, at once and without a new index."""
    from bot.commands.controls import withdraw

    withdraw(Workspace.load(workspace), article, language, reason, console)


@app.command("restore")
def articles_restore(
    article: str,
    language: Annotated[str | None, typer.Option(help="One language; all without it.")] = None,
    workspace: Root = None,
) -> None:
    """Show a withdrawn article again."""
    from bot.commands.controls import restore

    restore(Workspace.load(workspace), article, language, console)


@app.command("withdrawn")
def articles_withdrawn(workspace: Root = None) -> None:
    """List what is withdrawn."""
    from bot.commands.controls import withdrawn

    withdrawn(Workspace.load(workspace), console)
