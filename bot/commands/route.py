"""`primera route`: which team a message would reach, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from actions.tickets import Desk, Priority, Route, case_of, route
from actions.turns.form_reading import clear_topic
from actions.turns.heard import Heard, heard_in
from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.training import Workbench, train
from bot.training.evaluation_parsing import Typed, latest_messages


@dataclass(frozen=True, slots=True)
class Routed:
    """A message, how it was understood, and where its ticket goes."""

    heard: Heard
    topic: str  # "" where it is not clear enough to route by
    language: str
    priority: Priority
    at: datetime
    route: Route


def tell_route(
    workspace: Workspace, text: str, language: str | None, at: datetime | None, console: Console
) -> None:
    """Reads the text with the trained model, as a conversation's first message.

    `at`: local time where the company is; now, if None.
    """
    heard = _read(workspace, text, language or workspace.settings.default_language, console)
    desk = Desk.load(workspace.desk_file)
    zone = ZoneInfo(desk.time_zone)
    moment = datetime.now(zone) if at is None else at.replace(tzinfo=zone)
    routed = routed_of(heard, desk, language=language or _spoken(heard, workspace), at=moment)
    console.print(_table(routed, desk))


def routed_of(heard: Heard, desk: Desk, *, language: str, at: datetime) -> Routed:
    """Where a ticket on what was heard would go."""
    topic = clear_topic(heard) or ""
    priority = desk.priority(topic)
    case = case_of(topic, desk, language=language, priority=priority, at=at)
    return Routed(heard, topic, language, priority, at, route(case, desk))


def reasons(routed: Routed, desk: Desk) -> Iterator[tuple[str, str]]:
    """What decided, a line each: name and value."""
    heard, found = routed.heard, routed.route
    yield "act", f"{heard.act} ({heard.act_confidence:.2f})"
    likeliest = f"{heard.topic or 'none'} ({heard.topic_confidence:.2f})"
    yield "topic", likeliest if routed.topic else f"{likeliest}: not clear enough to route by"
    yield "language", routed.language
    named = routed.topic in desk.topics
    yield "priority", f"{routed.priority} ({'of the topic' if named else 'of every other topic'})"
    local = f"{routed.at.astimezone(ZoneInfo(desk.time_zone)):%A %d %B %Y, %H:%M}"
    at_work = desk.opening(found.team).is_open(routed.at)
    yield "hour", f"{local}: {found.team.slug} is {'at work' if at_work else 'closed'}"
    for slug, why in found.declined:
        yield "not", f"{slug}, which {why}"
    yield "rule", _RULES[found.rule]
    yield "team", f"{found.team.slug} ({desk.team_name(found.team.slug, routed.language)})"


_RULES = {
    "topic": "the topic's team",
    "cover": "covers the topic's team",
    "fallback": "fallback: the desk file names no team for it",
}


def _table(routed: Routed, desk: Desk) -> Table:
    table = Table("What", "Value")
    for name, value in reasons(routed, desk):
        table.add_row(name, value)
    return table


def _spoken(heard: Heard, workspace: Workspace) -> str:
    languages = workspace.settings.languages
    return heard.language if heard.language in languages else languages[0]


def _read(workspace: Workspace, text: str, locale: str, console: Console) -> Heard:
    with (
        console.status("reading …") as status,
        Workbench(log=workspace.home / "logs" / "route.log") as workbench,
    ):
        encoder = exported_encoder(workspace)
        model = train(workspace, encoder=encoder, workbench=workbench, report=status.update)
        [latest] = latest_messages(
            [Typed("route", locale, text)],
            model=model,
            encoder=encoder,
            workbench=workbench,
            report=status.update,
        )
    return heard_in("route", latest)
