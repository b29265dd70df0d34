"""Today: what people asked and what became of it; each figure opens the cases behind it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from actions.alerts import Alerts
from actions.conversations import Turn, UnknownTurn
from actions.figures import FIGURES, Figure, Listed, Period, spikes
from actions.tickets import Desk
from actions.tickets.opening import OpeningTimes
from bot.console.addresses import HOME
from bot.console.audit import plain_cell
from bot.console.console import Console
from bot.console.errors import NotThere
from bot.console.route import GET, Route
from bot.console.visit import Reply, Visit, download

TODAY = f"{HOME}/today"
CHOICES = (1, 7, 30, 90)  # days
USUAL = 7
A_LIST = 100
MOST_IN_A_FILE = 10_000
CSV = "text/csv; charset=utf-8"
IN_THE_CHART = ("questions", "answered", "suggested", "unanswered")
# What the lists call what happened, by figure; the rest are decisions.
PREFIXES: Mapping[str, str] = {
    "handed_over": "inbox-reason-",
    "tickets": "ticket-status-",
    "at_risk": "ticket-status-",
    "anger": "today-was-",
}


def today_page(console: Console, visit: Visit) -> Reply:
    """See how it goes: figures, topics, days, and hours of the week."""
    days = _days(visit)
    period = Period.last(days, now=visit.now)
    now, before = console.figures.count(period), console.figures.count(period.before)
    return console.page(
        visit,
        "today/today.html",
        title="today-title",
        days=days,
        choices=CHOICES,
        figures=[name for name in FIGURES if name not in ("at_risk", "satisfaction")],
        now=now,
        before=before,
        spikes=spikes(now.by_topic, before.by_topic),
        topics=sorted(now.by_topic.items(), key=lambda each: (-each[1], each[0])),
        topic_name=lambda topic: console.desk.topic_name(topic, visit.language) or topic,
        at_risk=console.figures.at_risk(),
        alerts=len(Alerts(console.database, console.desk).open()),
        by_day=console.figures.by_day(period),
        in_the_chart=IN_THE_CHART,
        hours=_hours(console, period),
        day_names=get_day_names("abbreviated", locale=visit.language),
    )


def days_file(console: Console, visit: Visit) -> Reply:
    """Keep the figures of each day as a file."""
    days = _days(visit)
    period = Period.last(days, now=visit.now)
    rows = [
        (day.isoformat(), *(str(counts[name]) for name in IN_THE_CHART))
        for day, counts in console.figures.by_day(period).items()
    ]
    return download(f"days-{days}.csv", _csv(("day", *IN_THE_CHART), rows), CSV)


def hours_file(console: Console, visit: Visit) -> Reply:
    """Keep the hours of the week as a file."""
    days = _days(visit)
    hours = _hours(console, Period.last(days, now=visit.now))
    rows = [
        (str(day + 1), str(hour), str(count), str(teams))
        for day, row in enumerate(hours)
        for hour, (count, teams) in enumerate(row)
    ]
    titles = ("weekday", "hour", "conversations", "teams_at_work")
    return download(f"hours-{days}.csv", _csv(titles, rows), CSV)


def figure_page(console: Console, visit: Visit) -> Reply:
    """See the cases behind a figure."""
    figure = _figure(visit)
    topic = visit.query.get("topic") or None
    return console.page(
        visit,
        "today/list.html",
        title=f"today-{figure}",
        figure=figure,
        days=_days(visit),
        topic=topic or "",
        listed=_listed(console, visit, figure, topic, A_LIST),
        most=A_LIST,
        prefix=PREFIXES.get(figure, "today-was-"),
        say_or=lambda name, otherwise: console.pages.say_or(visit.language, name, otherwise),
        topic_name=lambda topic: console.desk.topic_name(topic, visit.language) or topic,
        team_name=lambda team: console.desk.team_name(team, visit.language),
    )


def figure_file(console: Console, visit: Visit) -> Reply:
    """Keep them as a file."""
    figure = _figure(visit)
    listed = _listed(console, visit, figure, visit.query.get("topic") or None, MOST_IN_A_FILE)
    rows = [
        (
            each.at.isoformat(),
            each.conversation_id or "",
            each.topic,
            each.what,
            each.ticket or "",
            each.team or "",
            each.words,
        )
        for each in listed
    ]
    titles = ("at", "conversation", "topic", "what", "ticket", "team", "words")
    return download(f"{figure}.csv", _csv(titles, rows), CSV)


def conversation_page(console: Console, visit: Visit) -> Reply:
    """Read a conversation, and why the bot said what it said."""
    conversation_id = visit.path["conversation"]
    conversation = console.conversations.get(conversation_id)
    if conversation is None:
        raise NotThere
    return console.page(
        visit,
        "today/conversation.html",
        title="today-conversation",
        conversation=conversation,
        said=console.conversations.messages(conversation_id),
        turns=_turns(console, conversation_id),
        topic_name=lambda topic: console.desk.topic_name(topic, visit.language) or topic,
    )


def _turns(console: Console, conversation_id: str) -> Mapping[str | None, Turn]:
    """By message of the bot: why it said that."""
    try:
        recorded = console.conversations.turns(conversation_id)
    except UnknownTurn:
        return {}
    return {reply.message.message_id: reply.turn for each in recorded for reply in each.replies}


def _days(visit: Visit) -> int:
    text = visit.query.get("days", "")
    return int(text) if text in map(str, CHOICES) else USUAL


def _figure(visit: Visit) -> Figure:
    for figure in FIGURES:
        if figure == visit.path["figure"]:
            return figure
    raise NotThere


def _listed(
    console: Console, visit: Visit, figure: Figure, topic: str | None, limit: int
) -> Sequence[Listed]:
    period = Period.last(_days(visit), now=visit.now)
    return console.listing.list(figure, period, topic=topic, limit=limit)


def _hours(console: Console, period: Period) -> list[list[tuple[int, int]]]:
    """By day of the week and hour: conversations that began, and teams at work in this week."""
    counts = console.figures.by_hour_of_week(period)
    zone = ZoneInfo(console.desk.time_zone)
    local = period.until.astimezone(zone)
    monday = (local - timedelta(days=local.weekday())).date()
    teams = _teams_at_work(_openings(console.desk), console.desk.time_zone, monday.isoformat())
    week = list(zip(counts, teams, strict=True))
    return [week[day * 24 : day * 24 + 24] for day in range(7)]


def _openings(desk: Desk) -> tuple[OpeningTimes, ...]:
    return tuple(desk.opening(team) for team in desk.teams.values())


@lru_cache(maxsize=8)  # the hours change with the desk file and on Mondays
def _teams_at_work(
    openings: tuple[OpeningTimes, ...], time_zone: str, monday: str
) -> tuple[int, ...]:
    first = datetime.fromisoformat(monday).replace(tzinfo=ZoneInfo(time_zone))
    half = timedelta(minutes=30)  # a team that comes at half past is there in that hour
    moments = [first + timedelta(hours=hour) + half for hour in range(7 * 24)]
    return tuple(sum(each.is_open(moment) for each in openings) for moment in moments)


def _csv(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(titles)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    return table.getvalue()


FIGURE = f"{TODAY}/{{figure}}"
ROUTES = (
    Route(GET, TODAY, today_page, role="lead", section="today", in_menu=True),
    Route(GET, f"{HOME}/days.csv", days_file, role="lead", section="today", is_file=True),
    Route(GET, f"{HOME}/hours.csv", hours_file, role="lead", section="today", is_file=True),
    Route(GET, FIGURE, figure_page, role="lead", section="today"),
    Route(GET, f"{FIGURE}/csv", figure_file, role="lead", section="today", is_file=True),
    Route(
        GET,
        f"{HOME}/conversations/{{conversation}}",
        conversation_page,
        role="lead",
        section="today",
    ),
)
