"""`primera tickets …`: tickets, and what people of the teams do to them."""

from typing import Annotated, Any

import typer

from actions.workspace import Workspace
from bot.command_line.options import Root, console

app = typer.Typer(help="Tickets, and what people do to them.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="The ticket's number, e.g. T-1001.")]
By = Annotated[str, typer.Option("--by", help="Your name, as the contact reads it.")]
Words = Annotated[str, typer.Argument(help="What the contact reads.")]


@app.command("list")
def tickets_list(
    status: Annotated[str | None, typer.Option(help="open, in_progress, …")] = None,
    team: str | None = None,
    limit: int = 50,
    workspace: Root = None,
) -> None:
    """Show tickets, the newest first."""
    from bot.commands.tickets import show_list

    show_list(Workspace.load(workspace), status, team, limit, console)


@app.command("show")
def tickets_show(number: Number, workspace: Root = None) -> None:
    """Show a ticket, what happened to it and what can be done."""
    from bot.commands.tickets import show

    show(Workspace.load(workspace), number, console)


@app.command("find")
def tickets_find(
    external: Annotated[str, typer.Argument(help="A help desk's own number.")],
    workspace: Root = None,
) -> None:
    """Find the tickets that a help desk knows by its own number."""
    from bot.commands.tickets import find

    find(Workspace.load(workspace), external, console)


@app.command("take")
def tickets_take(number: Number, by: By, workspace: Root = None) -> None:
    """Take a ticket; its contact is told who looks after it."""
    _act(workspace, number, "take", by)


@app.command("release")
def tickets_release(number: Number, by: By, workspace: Root = None) -> None:
    """Give a ticket back to its team."""
    _act(workspace, number, "release", by)


@app.command("transfer")
def tickets_transfer(number: Number, team: str, by: By, workspace: Root = None) -> None:
    """Give a ticket to another team; the promise stays."""
    _act(workspace, number, "transfer", by, team=team)


@app.command("reply")
def tickets_reply(number: Number, text: Words, by: By, workspace: Root = None) -> None:
    """Write to the contact."""
    _act(workspace, number, "reply", by, text)


@app.command("wait")
def tickets_wait(number: Number, text: Words, by: By, workspace: Root = None) -> None:
    """Ask the contact; the promise's clock stands still until they answer."""
    _act(workspace, number, "wait", by, text)


@app.command("resolve")
def tickets_resolve(number: Number, text: Words, by: By, workspace: Root = None) -> None:
    """Say how it was solved; the contact is asked whether it is."""
    _act(workspace, number, "resolve", by, text)


@app.command("close")
def tickets_close(number: Number, by: By, text: str = "", workspace: Root = None) -> None:
    """Close a ticket; --text says why."""
    _act(workspace, number, "close", by, text)


@app.command("reopen")
def tickets_reopen(number: Number, by: By, text: str = "", workspace: Root = None) -> None:
    """Go on with a ticket that was resolved or closed; everything is promised anew."""
    _act(workspace, number, "reopen", by, text)


@app.command("escalate")
def tickets_escalate(number: Number, by: By, workspace: Root = None) -> None:
    """Bring a ticket before the lead; the contact is told nothing."""
    _act(workspace, number, "escalate", by)


@app.command("task")
def tickets_task(
    number: Number,
    team: Annotated[str, typer.Argument(help="The team that is to do a part.")],
    what: Annotated[str, typer.Argument(help="What it is to do; the contact does not read it.")],
    by: By,
    workspace: Root = None,
) -> None:
    """Ask another team for a part; the ticket stays with its own."""
    _act(workspace, number, "task", by, team=team, what=what)


@app.command("finish")
def tickets_finish(
    number: Number,
    task: Annotated[int, typer.Argument(help="The task's number, as `tickets show` has it.")],
    by: By,
    workspace: Root = None,
) -> None:
    """Say that a task is done."""
    _act(workspace, number, "finish", by, task=task)


@app.command("rated")
def tickets_rated(workspace: Root = None) -> None:
    """Show how contacts were served: by team, and low ratings with their line, redacted."""
    from bot.commands.tickets_rated import show_rated

    show_rated(Workspace.load(workspace), console)


@app.command("link")
def tickets_link(
    number: Number,
    new: Annotated[bool, typer.Option(help="The one from before opens nothing any more.")] = False,
    workspace: Root = None,
) -> None:
    """Show the address of a ticket's private page; --new gives it another."""
    from bot.commands.tickets import link

    link(Workspace.load(workspace), number, new, console)


def _act(workspace: Root, number: str, act: str, by: str, text: str = "", **more: Any) -> None:
    from bot.commands.tickets import act as do

    do(Workspace.load(workspace), number, act, by=by, text=text, **more, console=console)
