"""`primera retention`: what has been kept as long as the settings say."""

from datetime import datetime

from rich.console import Console

from actions.database import engine
from actions.privacy import Retention
from actions.workspace import Workspace

FOR_EVER = (
    "Conversations are kept for ever: bot/settings.yml has no `privacy.retention_days`. "
    "Write a number of days there."
)


def preview(workspace: Workspace, now: datetime, console: Console) -> None:
    """What `run` would erase, and what open tickets keep."""
    retention = _retention(workspace)
    if retention is None:
        console.print(FOR_EVER)
        return
    due = retention.due(now=now)
    since = f", the oldest of {due.oldest:%Y-%m-%d}" if due.oldest else ""
    console.print(
        f"{due.conversations} conversations have been silent for {_days(workspace)} days{since}. "
        f"{due.kept_by_tickets} more stay until their tickets are closed."
    )


def run(workspace: Workspace, now: datetime, console: Console) -> None:
    """Erases them now; the running gateway does so by itself every ten minutes."""
    retention = _retention(workspace)
    if retention is None:
        console.print(FOR_EVER)
        return
    gone = retention.run(now=now)
    console.print(f"{gone} conversations erased.")


def _days(workspace: Workspace) -> int | None:
    return workspace.settings.privacy.retention_days


def _retention(workspace: Workspace) -> Retention | None:
    days = _days(workspace)
    return Retention(engine(workspace.database_url), days=days) if days else None
