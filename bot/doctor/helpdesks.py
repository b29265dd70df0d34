"""Whether the help desks can be reached, from here and by the rules."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from actions.company_file import CompanyFileError
from actions.outgoing import NotAllowed
from actions.tickets import Desk
from actions.tickets.failure import kind_of, told
from actions.tickets.helpdesk import HelpDesk
from actions.tickets.webhook import webhook_client
from actions.worker import outgoing_rules
from actions.workspace import Workspace
from bot.doctor.finding import Finding
from bot.supervisor.app.data_check import NO_HELPDESK

ASK_SECONDS = 5.0
# Receivers of Standard Webhooks refuse what is signed five minutes off.
CLOCKS_APART_SECONDS = 120.0


def helpdesks(workspace: Workspace, now: datetime, *, ask: bool) -> Iterator[Finding]:
    """The help desks of the desk file; `ask`: each is asked whether it is there."""
    try:
        desk = Desk.load(workspace.desk_file)
    except CompanyFileError as error:
        yield Finding("Help desk", False, str(error))
        return
    if not desk.helpdesks:
        yield Finding("Help desk", None, NO_HELPDESK)
    elif ask:
        yield from asyncio.run(_asked(workspace, desk, now))
    else:
        yield Finding("Help desk", True, ", ".join(each.name for each in desk.helpdesks))


async def _asked(workspace: Workspace, desk: Desk, now: datetime) -> list[Finding]:
    async with webhook_client(outgoing_rules(workspace, desk)) as client:
        asked = (
            _reached(client, each, now, demo=workspace.settings.demo) for each in desk.helpdesks
        )
        return list(await asyncio.gather(*asked))


async def _reached(
    client: httpx.AsyncClient, helpdesk: HelpDesk, now: datetime, *, demo: bool
) -> Finding:
    name = f"Help desk {helpdesk.name}"
    try:
        # Any answer will do, 405 too: nothing is sent, so nothing can be taken for a ticket.
        answer = await client.head(helpdesk.url, timeout=ASK_SECONDS)
    except NotAllowed as refusal:
        return Finding(name, False, str(refusal))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        missing = "; `make demo-desk` starts it" if demo else "; tickets for it wait"
        return Finding(name, None if demo else False, f"{kind_of(told(error))}{missing}")
    return reached(name, answer.headers.get("date", ""), now)


def reached(name: str, date: str, now: datetime) -> Finding:
    """It answers; its clock must agree with ours, or it refuses what we sign."""
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return Finding(name, True, "answers")
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    apart = abs((theirs - now).total_seconds())
    if apart > CLOCKS_APART_SECONDS:
        sentence = f"its clock and ours are {apart / 60:.0f} min apart: set both by NTP"
        return Finding(name, False, sentence)
    return Finding(name, True, "answers")
