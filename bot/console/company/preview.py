"""What a change would do, before it is saved: what customers would be told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from pydantic import ValidationError

from actions.tickets import PRIORITIES, Desk, team_for
from actions.tickets.policy import promise
from bot.console.company.shape import Path

# The name of a sentence and its facts.
Line = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Sample:
    """Who asks, in which language, and when."""

    languages: tuple[str, ...]
    reads: str  # the language of who looks at it
    at: datetime


def previewed(file: str, content: Mapping[str, Any], path: Path, sample: Sample) -> list[Line]:
    """A message on what was changed: who would get it, and what its sender is promised."""
    if file != "actions/desk.yml":
        return []
    try:
        desk = Desk.model_validate(content)
    except ValidationError:
        return []  # what is wrong is told when it is saved
    match path:
        case ("teams", str(slug), *_) if slug in desk.teams:
            return list(_of_team(desk, slug, sample))
        case ("topics", str(topic), *_) if topic in desk.topics:
            return list(_of_topic(desk, topic, sample))
        case _:
            return []


def _of_team(desk: Desk, slug: str, sample: Sample) -> Iterator[Line]:
    team = desk.teams[slug]
    shift = next(desk.opening(team).shifts(sample.at))
    if shift.opens <= sample.at:
        yield "company-test-open", {"closes": _when(desk, shift.closes, sample)}
    else:
        yield "company-test-closed", {"opens": _when(desk, shift.opens, sample)}
    for priority in PRIORITIES:
        sla = promise(desk, team=slug, topic="", priority=priority, opened_at=sample.at)
        yield (
            f"company-test-promise-{priority}",
            {
                "answer": _when(desk, sla.first_answer_due, sample),
                "solution": _when(desk, sla.solution_due, sample),
            },
        )


def _of_topic(desk: Desk, topic: str, sample: Sample) -> Iterator[Line]:
    priority = desk.priority(topic)
    for language in sample.languages:
        team = team_for(topic, desk, language=language, priority=priority, at=sample.at)
        sla = promise(desk, team=team.slug, topic=topic, priority=priority, opened_at=sample.at)
        yield (
            "company-test-route",
            {
                "language": language,
                "team": desk.team_name(team.slug, sample.reads),
                "answer": _when(desk, sla.first_answer_due, sample),
                "solution": _when(desk, sla.solution_due, sample),
            },
        )
        yield (
            "company-test-outcomes",
            {"language": language, "outcomes": " ".join(desk.outcome_lines(topic, language))},
        )


def _when(desk: Desk, at: datetime, sample: Sample) -> str:
    local = at.astimezone(ZoneInfo(desk.time_zone))
    return str(format_datetime(local, "EEEE d MMMM, HH:mm", locale=sample.reads))
