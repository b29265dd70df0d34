"""`primera helpdesks`: whether they are connected as they should be, and what gets stuck."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from rich.console import Console

from actions.alerts import Alerts, sentence
from actions.database import engine, migrate
from actions.helpdesks.trial import Finding, trial
from actions.helpdesks.trial import check as checked
from actions.tickets import Desk, HelpDesk, TicketError
from actions.tickets.webhook import webhook_client
from actions.worker import outgoing_rules
from actions.workspace import Workspace

MARKS = {True: "[green]✓[/]", False: "[red]✗[/]"}


class UnknownHelpDesk(TicketError):
    """The desk file names no such help desk."""


def check(workspace: Workspace, name: str, console: Console) -> bool:
    """Whether the help desk is reached and has what the desk file names; says what is not so."""

    async def work() -> list[Finding]:
        desk, helpdesk = _named(workspace, name)
        secret = workspace.secret(helpdesk.secret)
        async with webhook_client(outgoing_rules(workspace, desk)) as client:
            return await checked(client, desk, helpdesk, secret, now=datetime.now(UTC))

    return _told(asyncio.run(work()), console)


def try_out(workspace: Workspace, name: str, console: Console) -> bool:
    """Whether a marked ticket arrives, is seen and is closed again."""

    async def work() -> list[Finding]:
        desk, helpdesk = _named(workspace, name)
        secret = workspace.secret(helpdesk.secret)
        async with webhook_client(outgoing_rules(workspace, desk)) as client:
            return await _all(trial(client, desk, helpdesk, secret, now=datetime.now(UTC)))

    return _told(asyncio.run(work()), console)


def show_alerts(workspace: Workspace, console: Console) -> None:
    """What does not get through while a promise runs."""
    migrate(workspace.database_url)
    desk = Desk.load(workspace.desk_file)
    found = Alerts(engine(workspace.database_url), desk).open()
    alerts = [each for each in found if each.trouble.kind == "undelivered"]
    for alert in alerts:
        told = sentence(alert, desk, "en")
        console.print(f"{told} Lead: {alert.lead.name}.", soft_wrap=True, markup=False)
    if not alerts:
        console.print("Everything gets through.")


def _named(workspace: Workspace, name: str) -> tuple[Desk, HelpDesk]:
    desk = Desk.load(workspace.desk_file)
    for helpdesk in desk.helpdesks:
        if helpdesk.name == name:
            return desk, helpdesk
    there = ", ".join(each.name for each in desk.helpdesks) or "none"
    raise UnknownHelpDesk(
        f"There is no help desk {name!r} in {workspace.desk_file}; it has {there}."
    )


async def _all(findings: AsyncIterator[Finding]) -> list[Finding]:
    return [finding async for finding in findings]


def _told(findings: list[Finding], console: Console) -> bool:
    for finding in findings:
        console.print(MARKS[finding.well], finding.sentence, soft_wrap=True, highlight=False)
    return all(finding.well for finding in findings)
