"""`primera retention`: what has been kept as long as the settings say."""

from datetime import datetime

from rich.console import Console

from actions.database import engine, migrate
from actions.privacy import Due, Retention
from actions.uploads import Uploads
from actions.workspace import Workspace

FOR_EVER = (
    "Conversations are kept for ever: bot/settings.yml has no `privacy.retention_days`. "
    "Write a number of days there."
)


def preview(workspace: Workspace, now: datetime, console: Console) -> None:
    """What `run` would erase, what stays all the same, and why."""
    if retention := _retention(workspace, console):
        due = retention.due(now=now)
        console.print(_past(due), soft_wrap=True)
        if due.kept_by_tickets:
            console.print(_kept(due.kept_by_tickets), soft_wrap=True)


def run(workspace: Workspace, now: datetime, console: Console) -> None:
    """Erases them now; the running gateway does so by itself every ten minutes."""
    if retention := _retention(workspace, console):
        console.print(f"{_conversations(retention.run(now=now))} erased.")


def _past(due: Due) -> str:
    since = f", the oldest of {due.oldest:%Y-%m-%d}" if due.oldest else ""
    are = "is past its time" if due.conversations == 1 else "are past their time"
    return f"{_conversations(due.conversations)} {are}{since}."


def _kept(count: int) -> str:
    stay = "stays: its ticket is" if count == 1 else "stay: their tickets are"
    return (
        f"{_conversations(count)} as old {stay} not closed. So far only erasing a conversation "
        "closes its tickets; nothing that a help desk answers does yet."
    )


def _conversations(count: int) -> str:
    return "1 conversation" if count == 1 else f"{count} conversations"


def _retention(workspace: Workspace, console: Console) -> Retention | None:
    days = workspace.settings.privacy.retention_days
    if days is None:
        console.print(FOR_EVER)
        return None
    migrate(workspace.database_url)
    return Retention(engine(workspace.database_url), days=days, uploads=Uploads(workspace.uploads))
