"""The command `primera`."""

import os
import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from actions.workspace import Workspace
from bot.supervisor import entrance, logs
from bot.supervisor.app.sentences import is_ours, sentence

app = typer.Typer(
    help="A first-line customer-support bot that a company runs itself.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
deliveries_app = typer.Typer(help="What was sent to help desks.", no_args_is_help=True)
app.add_typer(deliveries_app, name="deliveries")
notices_app = typer.Typer(help="What is said before answers.", no_args_is_help=True)
app.add_typer(notices_app, name="notices")
articles_app = typer.Typer(help="What the bot knows.", no_args_is_help=True)
app.add_typer(articles_app, name="articles")
answers_app = typer.Typer(help="What is answered, and how surely.", no_args_is_help=True)
app.add_typer(answers_app, name="answers")
unanswered_app = typer.Typer(help="What no article answered.", no_args_is_help=True)
app.add_typer(unanswered_app, name="unanswered")
retention_app = typer.Typer(help="How long contacts' data are kept.", no_args_is_help=True)
app.add_typer(retention_app, name="retention")
bench_app = typer.Typer(help="Measure parts of the bot beside others.", no_args_is_help=True)
app.add_typer(bench_app, name="bench")
console = Console()

Root = Annotated[
    Path | None, typer.Option("--workspace", help="A company's folder; Aurora without it.")
]


@app.command()
def run(workspace: Root = None, watch: bool = False, port: int | None = None) -> None:
    """Prepare what has changed, start everything, keep it running. --watch applies edits."""
    options = [f"--workspace={workspace}"] if workspace else []
    arguments = [*options, "run", *(["--watch"] if watch else [])]
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
def doctor(workspace: Root = None) -> None:
    """Say what is needed, what is there and what runs."""
    from bot.commands.doctor import doctor as examine

    if not examine(Workspace.load(workspace), console):
        raise typer.Exit(1)


@app.command("demo-desk")
def demo_desk(workspace: Root = None) -> None:
    """Start a real help desk beside Primera, to see its tickets arrive."""
    from bot.commands.demo_desk import start

    raise typer.Exit(start(Workspace.load(workspace)))


@deliveries_app.command("list")
def deliveries_list(state: str | None = None, workspace: Root = None) -> None:
    """Show deliveries, those in one state with --state."""
    from bot.commands.deliveries import show

    show(Workspace.load(workspace), state, console)


@deliveries_app.command("replay")
def deliveries_replay(delivery_id: str, workspace: Root = None) -> None:
    """Send a delivery again."""
    from bot.commands.deliveries import replay

    replay(Workspace.load(workspace), delivery_id, console)


@retention_app.command("preview")
def retention_preview(workspace: Root = None) -> None:
    """Say what has been kept long enough, and erase nothing."""
    from bot.commands.retention import preview

    preview(Workspace.load(workspace), datetime.now(UTC), console)


@retention_app.command("run")
def retention_run(workspace: Root = None) -> None:
    """Erase what has been kept long enough, now."""
    from bot.commands.retention import run as erase

    erase(Workspace.load(workspace), datetime.now(UTC), console)


@notices_app.command("add")
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


@notices_app.command("end")
def notices_end(notice: str, workspace: Root = None) -> None:
    """Say it no more."""
    from bot.commands.notices import end

    end(Workspace.load(workspace), notice, console)


@notices_app.command("list")
def notices_list(workspace: Root = None) -> None:
    """List the notices that are said, and those that are over."""
    from bot.commands.notices import show

    show(Workspace.load(workspace), console)


@articles_app.command("new")
def articles_new(
    article: str,
    topic: Annotated[str, typer.Option(help="A topic of actions/desk.yml.")],
    title: Annotated[list[str], typer.Option(help='One a language: --title es="…"')],
    workspace: Root = None,
) -> None:
    """Begin an article: a draft in each language that has a title."""
    from bot.commands.articles import new

    new(Workspace.load(workspace), article, topic, title, console)


@articles_app.command("check")
def articles_check(workspace: Root = None) -> None:
    """Say what is wrong with articles, past its review, without twin, or links nowhere."""
    from bot.commands.articles import check as examine

    if not examine(Workspace.load(workspace), date.today(), console):
        raise typer.Exit(1)


@articles_app.command("import")
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


@articles_app.command("withdraw")
def articles_withdraw(
    article: str,
    reason: Annotated[str, typer.Option(help="Why, for those who wonder later.")],
    language: Annotated[str | None, typer.Option(help="One language; all without it.")] = None,
    workspace: Root = None,
) -> None:
    """Show an article nowhere any more, at once and without a new index."""
    from bot.commands.controls import withdraw

    withdraw(Workspace.load(workspace), article, language, reason, console)


@articles_app.command("restore")
def articles_restore(
    article: str,
    language: Annotated[str | None, typer.Option(help="One language; all without it.")] = None,
    workspace: Root = None,
) -> None:
    """Show a withdrawn article again."""
    from bot.commands.controls import restore

    restore(Workspace.load(workspace), article, language, console)


@articles_app.command("withdrawn")
def articles_withdrawn(workspace: Root = None) -> None:
    """List what is withdrawn."""
    from bot.commands.controls import withdrawn

    withdrawn(Workspace.load(workspace), console)


@answers_app.command("pause")
def answers_pause(
    reason: Annotated[str, typer.Option(help="Why, for those who wonder later.")],
    workspace: Root = None,
) -> None:
    """Answer nothing any more, at once: every question goes to people."""
    from bot.commands.controls import pause

    pause(Workspace.load(workspace), reason, console)


@answers_app.command("resume")
def answers_resume(workspace: Root = None) -> None:
    """Answer again."""
    from bot.commands.controls import resume

    resume(Workspace.load(workspace), console)


@answers_app.command("chosen")
def answers_chosen(
    limit: Annotated[int, typer.Option(min=1, help="So many questions.")] = 50,
    workspace: Root = None,
) -> None:
    """List questions whose article people had to choose from titles: phrasings that it lacks."""
    from bot.commands.unanswered import show_chosen

    show_chosen(Workspace.load(workspace), limit, console)


@answers_app.command("report")
def answers_report(
    json_file: Annotated[Path | None, typer.Option("--json", help="For the figures.")] = None,
    workspace: Root = None,
) -> None:
    """Say what the answers promise and prove, and which articles stand in the way."""
    from bot.commands.answers_report import report

    loaded = Workspace.load(workspace)
    report(loaded, json_file, console, date.today())


@unanswered_app.command("list")
def unanswered_list(
    limit: Annotated[int, typer.Option(min=1, help="So many groups.")] = 20,
    json_file: Annotated[Path | None, typer.Option("--json", help="For all of them.")] = None,
    workspace: Root = None,
) -> None:
    """List what people asked and no article answered, alike questions together."""
    from bot.commands.unanswered import show_open

    show_open(Workspace.load(workspace), limit, json_file, console)


@unanswered_app.command("show")
def unanswered_show(group: int, workspace: Root = None) -> None:
    """Show every question of a group, its tickets, and what people answered."""
    from bot.commands.unanswered import show_group

    show_group(Workspace.load(workspace), group, console)


@unanswered_app.command("close")
def unanswered_close(
    group: int,
    article: Annotated[str | None, typer.Option(help="What answers it from now on.")] = None,
    reason: Annotated[str, typer.Option(help="Why it needs no article.")] = "",
    workspace: Root = None,
) -> None:
    """Take a group off the list."""
    from bot.commands.unanswered import close

    close(Workspace.load(workspace), group, article, reason, console)


@unanswered_app.command("reopen")
def unanswered_reopen(group: int, workspace: Root = None) -> None:
    """Put a closed group on the list again."""
    from bot.commands.unanswered import reopen

    reopen(Workspace.load(workspace), group, console)


@bench_app.command("understanding")
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


@bench_app.command("answers")
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


@bench_app.command("store")
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


@bench_app.command("standing")
def bench_standing(
    data: Annotated[Path, typer.Option(help="The folder of public sets.")], workspace: Root = None
) -> None:
    """Learn anew how sure to be of a label in general: understanding/standing.json."""
    from bot.commands.bench import standing

    standing(Workspace.load(workspace), data, console)


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
