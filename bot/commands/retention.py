"""`primera retention`: what has been kept as long as the settings say."""

from datetime import datetime

from rich.console import Console

from actions.database import engine, migrate
from actions.privacy import Retention
from actions.workspace import Workspace

FOR_EVER = (
    "Conversations are kept for ever: bot/settings.yml has no `privacy.retention_days`. "
    "Write a number of days there."
)


def preview(workspace: Workspace, now: datetime, console: Console) -> None:
    """What `run` would erase, and what open tickets keep."""
    if retention := _retention(workspace, console):
        due = retention.due(now=now)
        since = f", the oldest of {due.oldest:%Y-%m-%d}" if due.oldest else ""
        console.print(
            f"{due.conversations} conversations are past their time{since}. "
            f"{due.kept_by_tickets} more stay until their tickets are closed."
        )


def run(workspace: Workspace, now: datetime, console: Console) -> None:
    """Erases them now; the running gateway does so by itself every ten minutes."""
    if retention := _retention(workspace, console):
        console.print(f"{retention.run(now=now)} conversations erased.")


def _retention(workspace: Workspace, console: Console) -> Retention | None:
    days = workspace.settings.privacy.retention_days
    if days is None:
        console.print(FOR_EVER)
        return None
    migrate(workspace.database_url)
    return Retention(engine(workspace.database_url), days=days)
