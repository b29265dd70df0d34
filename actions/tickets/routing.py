"""Which team gets a ticket, and why: topic, language, priority and the hour decide."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from actions.tickets.desk import Desk
from actions.tickets.team import Team
from actions.tickets.ticket import Priority

Rule = Literal["topic", "cover", "fallback"]


@dataclass(frozen=True, slots=True)
class Case:
    """What decides where a ticket goes; `open_teams`: the slugs of those at work."""

    topic: str
    language: str
    priority: Priority
    open_teams: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Route:
    """Who gets a ticket, by which rule, and which teams of the topic do not take it, with why."""

    team: Team
    rule: Rule
    declined: tuple[tuple[str, str], ...] = ()


def case_of(topic: str, desk: Desk, *, language: str, priority: Priority, at: datetime) -> Case:
    """The case of a ticket that is opened at a time."""
    return Case(topic, language, priority, open_teams(desk, at))


def open_teams(desk: Desk, at: datetime) -> frozenset[str]:
    """The slugs of the teams at work that take tickets in their hours only."""
    return frozenset(
        slug for slug in desk.teams_by_hours if desk.opening(desk.teams[slug]).is_open(at)
    )


def route(case: Case, desk: Desk) -> Route:
    """The one team of a case; where the desk file leaves a gap, which `primera check` refuses, the
    fallback.
    """
    rule: Rule = "fallback" if case.topic not in desk.topics else "topic"
    refusals = declined(case, desk)
    for slug in desk.teams_of(case.topic):
        if slug not in dict(refusals):
            return Route(desk.teams[slug], rule, refusals)
    for slug in takers(case, desk):
        return Route(desk.teams[slug], "cover", refusals)
    return Route(desk.teams[desk.fallback], "fallback", refusals)


def team_for(topic: str, desk: Desk, *, language: str, priority: Priority, at: datetime) -> Team:
    """The team that gets a ticket; a topic that desk.yml does not name goes to the fallback."""
    return route(case_of(topic, desk, language=language, priority=priority, at=at), desk).team


def takers(case: Case, desk: Desk) -> tuple[str, ...]:
    """Every team that would get the case: of the topic's teams, else of those that cover them.

    Exactly one, or the desk file is wrong.
    """
    own = desk.teams_of(case.topic)
    of_the_topic = [slug for slug in own if why_not(slug, case, desk) is None]
    if of_the_topic:
        return tuple(of_the_topic)
    covers = (_cover(slug, case, desk) for slug in own)
    return tuple(dict.fromkeys(slug for slug in covers if slug is not None))


def declined(case: Case, desk: Desk) -> tuple[tuple[str, str], ...]:
    """The topic's teams that do not take a case, each with why."""
    return tuple(
        (slug, why) for slug in desk.teams_of(case.topic) if (why := why_not(slug, case, desk))
    )


def why_not(slug: str, case: Case, desk: Desk) -> str | None:
    """Why a team does not take a case, e.g. "speaks es"; None if it does."""
    team = desk.teams[slug]
    if team.languages is not None and case.language not in team.languages:
        return f"speaks {', '.join(team.languages)}"
    if team.priorities is not None and case.priority not in team.priorities:
        return f"takes {', '.join(team.priorities)}"
    if team.takes == "open_hours" and slug not in case.open_teams:
        return "is closed"
    return None


def _cover(slug: str, case: Case, desk: Desk) -> str | None:
    """The first of those that stand in for a team, one for the other, who takes the case."""
    return next((each for each in covers_of(slug, desk) if why_not(each, case, desk) is None), None)


def covers_of(slug: str, desk: Desk, seen: Collection[str] = ()) -> Iterator[str]:
    """Those that stand in for a team, one for the other."""
    cover = desk.team(slug).cover
    if cover is not None and cover not in seen:
        yield cover
        yield from covers_of(cover, desk, (*seen, slug, cover))
