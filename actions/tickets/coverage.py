"""Coverage: whether every topic, language, priority and hour reaches exactly one team."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.tickets.desk import Desk
from actions.tickets.opening import HORIZON_DAYS
from actions.tickets.routing import Case, declined, open_teams, takers
from actions.tickets.ticket import PRIORITIES, Priority

# Stands for every topic that the desk file does not name.
ANY_OTHER = ""
ALWAYS = "at any hour"


@dataclass(frozen=True, slots=True)
class Cell:
    """One topic in one language, of one priority, at one hour."""

    topic: str
    language: str
    priority: Priority
    hour: str  # which teams are at work then, in words


@dataclass(frozen=True, slots=True)
class Gap:
    """Cells of one topic that no team gets, or more than one."""

    topic: str
    languages: tuple[str, ...]
    priorities: tuple[Priority, ...]
    hours: tuple[str, ...]
    teams: tuple[str, ...]  # that would each get them; none of an uncovered one
    declined: tuple[tuple[str, str], ...] = ()  # the topic's teams, and why each does not take them

    @property
    def cells(self) -> list[Cell]:
        """Each of them."""
        return [
            Cell(self.topic, language, priority, hour)
            for language in self.languages
            for priority in self.priorities
            for hour in self.hours
        ]

    def __str__(self) -> str:
        hours = "; ".join(self.hours)
        where = f"{', '.join(self.languages)} × {', '.join(self.priorities)} × {hours}"
        if self.teams:
            return (
                f"{where}: {' and '.join(self.teams)} would both get it. Narrow `languages`, "
                "`priorities` or `takes` of one of them, or take one away from the topic."
            )
        why = ", ".join(f"{slug} {reason}" for slug, reason in self.declined)
        return (
            f"{where}: nobody gets it ({why}). Give a team of the topic a `cover`, or name "
            "a further team at the topic."
        )


def gaps(desk: Desk, languages: Sequence[str], *, start: datetime) -> list[Gap]:
    """Every cell that does not reach exactly one team, those of a kind together.

    Hours are those of a year from `start` on, holidays included.
    """
    hours = hours_of(desk, start)
    return [
        gap
        for topic in (*desk.topics, ANY_OTHER)
        for gap in _gaps_of(topic, desk, languages, hours)
    ]


def hours_of(desk: Desk, start: datetime) -> Mapping[str, frozenset[str]]:
    """The hours of a year that differ to a ticket: in words, and which teams are at work then."""
    found: dict[frozenset[str], datetime] = {}
    for moment in _changes(desk, start):
        found.setdefault(open_teams(desk, moment), moment)
    return {_in_words(desk, teams, moment): teams for teams, moment in found.items()}


def _changes(desk: Desk, start: datetime) -> list[datetime]:
    """When a team that takes tickets in its hours only begins or ends its work."""
    end = start + timedelta(days=HORIZON_DAYS)
    moments = {start}
    for slug in desk.teams_by_hours:
        for shift in desk.opening(desk.teams[slug]).shifts(start):
            if shift.opens > end:
                break
            moments |= {max(shift.opens, start), shift.closes}
    return sorted(moments)


def _in_words(desk: Desk, teams: frozenset[str], moment: datetime) -> str:
    if not desk.teams_by_hours:
        return ALWAYS
    closed = [slug for slug in desk.teams_by_hours if slug not in teams]
    told = [
        *([f"{', '.join(closed)} closed"] if closed else []),
        *([f"{', '.join(sorted(teams))} open"] if teams else []),
    ]
    local = moment.astimezone(ZoneInfo(desk.time_zone))
    return f"{' and '.join(told)}, e.g. {local:%a %H:%M}"


def _gaps_of(
    topic: str, desk: Desk, languages: Sequence[str], hours: Mapping[str, frozenset[str]]
) -> Iterator[Gap]:
    # Who gets it, or why nobody does → priority and hour → languages: then what is alike is joined.
    wrong: dict[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], list[Cell]] = defaultdict(list)
    for language in languages:
        for priority in PRIORITIES:
            for hour, teams in hours.items():
                case = Case(topic, language, priority, teams)
                taking = takers(case, desk)
                if len(taking) != 1:
                    wrong[taking, declined(case, desk)].append(
                        Cell(topic, language, priority, hour)
                    )
    for (taking, refusals), cells in wrong.items():
        for together in _blocks(cells):
            yield Gap(topic, *together, taking, refusals if not taking else ())


def _blocks(
    cells: Sequence[Cell],
) -> Iterator[tuple[tuple[str, ...], tuple[Priority, ...], tuple[str, ...]]]:
    """The cells as few blocks of languages × priorities × hours; together they are just these."""
    hours: dict[tuple[str, Priority], list[str]] = defaultdict(list)
    for cell in cells:
        hours[cell.language, cell.priority].append(cell.hour)
    priorities: dict[tuple[str, tuple[str, ...]], list[Priority]] = defaultdict(list)
    for (language, priority), when in hours.items():
        priorities[language, tuple(when)].append(priority)
    languages: dict[tuple[tuple[Priority, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for (language, at), which in priorities.items():
        languages[tuple(which), at].append(language)
    for (which_priorities, at), spoken in languages.items():
        yield tuple(spoken), which_priorities, at
