"""Desk: actions/desk.yml, checked."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

import holidays
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from actions.company_file import CompanyFile, FieldError, read_company_file
from actions.tickets.errors import NeverOpen
from actions.tickets.helpdesk import HelpDesk
from actions.tickets.opening import OpeningTimes
from actions.tickets.order_number import OrderNumber
from actions.tickets.team import Team
from actions.tickets.ticket import PRIORITIES, STATUSES, Priority, Status
from actions.tickets.wording import Lines, Text, in_language

# In working order: these lead to a solution, a closed ticket has had it.
STAGES: tuple[Status, ...] = ("open", "in_progress", "waiting_for_contact", "resolved")

# Any day will do to see whether a team ever opens: the search covers a whole year.
A_NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def _time_zone(text: Any) -> str:
    try:
        return ZoneInfo(str(text)).key
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{text!r} is not a time zone; write e.g. Europe/Madrid") from None


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Topic(_Part):
    """Where a topic goes, what it is called, without which details its team cannot work."""

    name: Text | None = None
    team: str
    priority: Priority = "normal"
    needs: tuple[str, ...] = ()
    matter: bool = True  # false: "a person, please" is no matter that a team could begin with


class Holidays(_Part):
    """Public holidays on which every team rests."""

    country: str
    subdivision: str | None = None

    @model_validator(mode="after")
    def _known(self) -> Self:
        try:
            holidays.country_holidays(self.country, subdiv=self.subdivision)
        except NotImplementedError as error:
            raise ValueError(f"{error}; write ISO 3166 codes, e.g. country: ES") from None
        return self


class Desk(CompanyFile):
    """Teams, hours, routing, promises and help desks of a company."""

    time_zone: Annotated[str, BeforeValidator(_time_zone)]
    holidays: Holidays | None = None
    teams: Mapping[str, Team] = Field(min_length=1)
    fallback: str
    order_number: OrderNumber | None = None
    topics: Mapping[str, Topic] = Field(default_factory=dict)
    priorities: Mapping[Priority, Annotated[float, Field(gt=0)]]
    stages: Mapping[Status, Text]
    outcomes: Lines
    topic_outcomes: Mapping[str, Lines] = Field(default_factory=dict)
    helpdesks: tuple[HelpDesk, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Self:
        """The checked file; raises CompanyFileError naming line, field and way out."""
        return read_company_file(path, cls)

    def opening(self, team: Team) -> OpeningTimes:
        """When the team is at work."""
        if self.holidays is None:
            return OpeningTimes(team.hours, self.time_zone)
        where = self.holidays
        return OpeningTimes(team.hours, self.time_zone, where.country, where.subdivision)

    def needs(self, topic: str) -> tuple[str, ...]:
        """The details without which the topic's team cannot work, e.g. `order_number`."""
        return self.topics[topic].needs if topic in self.topics else ()

    def is_a_matter(self, topic: str) -> bool:
        """Whether the topic says what a team is to work on."""
        return self.topics[topic].matter if topic in self.topics else True

    def priority(self, topic: str) -> Priority:
        """The topic's own priority."""
        return self.topics[topic].priority if topic in self.topics else "normal"

    def topic_name(self, topic: str, language: str) -> str | None:
        """The topic's name as a contact reads it, if it was given one."""
        name = self.topics[topic].name if topic in self.topics else None
        return in_language(name, language) if name else None

    def today(self, now: datetime) -> date:
        """The date where the company is."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()

    def team_name(self, slug: str, language: str) -> str:
        """The team's name as a contact reads it."""
        return in_language(self.teams[slug].name, language)

    def label(self, status: Status, language: str) -> str:
        """Where a ticket stands, as a contact reads it."""
        return in_language(self.stages[status], language)

    def stage_labels(self, language: str) -> list[str]:
        """The stages a ticket goes through."""
        return [self.label(status, language) for status in STAGES]

    def outcome_lines(self, topic: str, language: str) -> list[str]:
        """How a ticket on this topic can end."""
        return list(in_language(self.topic_outcomes.get(topic, self.outcomes), language))

    @field_validator("teams", mode="before")
    @classmethod
    def _named(cls, teams: Any) -> Any:
        if not isinstance(teams, dict):
            return teams
        return {
            slug: {**team, "slug": slug} if isinstance(team, dict) else team
            for slug, team in teams.items()
        }

    @field_validator("priorities", "stages", mode="after")
    @classmethod
    def _complete(cls, given: Mapping[str, Any], info: Any) -> Mapping[str, Any]:
        wanted: tuple[str, ...] = PRIORITIES if info.field_name == "priorities" else STATUSES
        if missing := [name for name in wanted if name not in given]:
            raise ValueError(f"{', '.join(missing)} missing; write all of {', '.join(wanted)}")
        return given

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        teams = ", ".join(self.teams)
        if self.fallback not in self.teams:
            raise FieldError(("fallback",), f"{self.fallback!r} is no team; choose one of {teams}")
        for name, topic in self.topics.items():
            if topic.team not in self.teams:
                raise FieldError(
                    ("topics", name, "team"), f"{topic.team!r} is no team; choose one of {teams}"
                )
        for name in self.topic_outcomes:
            if name not in self.topics:
                raise FieldError(
                    ("topic_outcomes", name), f"{name!r} is no topic; add it under topics"
                )
        return self

    @model_validator(mode="after")
    def _open_some_time(self) -> Self:
        for slug, team in self.teams.items():
            try:
                next(self.opening(team).shifts(A_NEW_YEAR))
            except NeverOpen as error:
                raise FieldError(("teams", slug, "hours"), str(error)) from None
        return self

    @field_validator("helpdesks", mode="after")
    @classmethod
    def _distinct(cls, helpdesks: tuple[HelpDesk, ...]) -> tuple[HelpDesk, ...]:
        names = [helpdesk.name for helpdesk in helpdesks]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"help desk {name!r} is there twice; rename one")
        return helpdesks
