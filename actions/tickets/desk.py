"""Desk: actions/desk.yml, checked."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
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
from actions.handoff_reason import HandoffReason
from actions.tickets.contact_way import ContactWay
from actions.tickets.errors import NeverOpen
from actions.tickets.helpdesk import HelpDesk
from actions.tickets.opening import OpeningTimes
from actions.tickets.team import Days, Hours, Lead, SlaPolicy, Team
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


def _several(team: Any) -> Any:
    return (team,) if isinstance(team, str) else team


class Topic(_Part):
    """Where a topic goes and what it is called.

    Of several teams each takes what it says that it takes: languages, priorities, its hours.
    """

    name: Text | None = None
    team: Annotated[tuple[str, ...], BeforeValidator(_several), Field(min_length=1)]
    priority: Priority = "normal"
    promise: SlaPolicy | None = None  # in place of the team's, e.g. what the law asks
    receipt: bool = False  # the contact gets a file: number, date, what they wrote, by when
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


class Handoffs(_Part):
    """When a conversation is handed to people at once, and how long they may take."""

    accept_within: Hours = timedelta(minutes=2)  # then the cover team is asked, then it is a ticket
    answer_within: Hours = timedelta(minutes=5)  # the same, of an agent who has it and is silent
    reasons: tuple[HandoffReason, ...] = ("asked_for_person", "angry", "protocol")


class Desk(CompanyFile):
    """Teams, hours, routing, promises and help desks of a company."""

    time_zone: Annotated[str, BeforeValidator(_time_zone)]
    holidays: Holidays | None = None
    teams: Mapping[str, Team] = Field(min_length=1)
    fallback: str
    topics: Mapping[str, Topic] = Field(default_factory=dict)
    priorities: Mapping[Priority, Annotated[float, Field(gt=0)]]
    lead: Lead
    # The lead is warned when so much of a promise's open time has gone.
    warns_at: Annotated[float, Field(gt=0, lt=1)] = 0.75
    # What is promised once a promise was not kept; without it, the same again.
    after_breach: SlaPolicy | None = None
    # Days of silence after which what is solved is closed; the contact is told the date.
    closes_after: Days = 5
    stages: Mapping[Status, Text]
    outcomes: Lines
    topic_outcomes: Mapping[str, Lines] = Field(default_factory=dict)
    # How else to reach the company; told to whoever wants a person.
    contact_ways: Mapping[str, ContactWay] = Field(default_factory=dict)
    handoff: Handoffs = Handoffs()
    helpdesks: tuple[HelpDesk, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Self:
        """The checked file; raises CompanyFileError naming line, field and way out."""
        return read_company_file(path, cls)

    def opening(self, team: Team) -> OpeningTimes:
        """When the team is at work."""
        return self.opening_at(team.hours)

    def opening_at(self, hours: str) -> OpeningTimes:
        """These hours where the company is, closed on its holidays."""
        if self.holidays is None:
            return OpeningTimes(hours, self.time_zone)
        where = self.holidays
        return OpeningTimes(hours, self.time_zone, where.country, where.subdivision)

    def team(self, slug: str) -> Team:
        """The team; one that is gone from the file has left its tickets to the fallback."""
        return self.teams.get(slug) or self.teams[self.fallback]

    def lead_of(self, team: str) -> Lead:
        """Who looks after a promise of a team that was not kept."""
        return self.team(team).lead or self.lead

    @property
    def teams_by_hours(self) -> tuple[str, ...]:
        """The slugs of the teams that take tickets in their opening hours only."""
        return tuple(slug for slug, team in self.teams.items() if team.takes == "open_hours")

    def teams_of(self, topic: str) -> tuple[str, ...]:
        """The slugs of a topic's teams; the fallback's of one that the file does not name."""
        return self.topics[topic].team if topic in self.topics else (self.fallback,)

    def gives_receipt(self, topic: str) -> bool:
        """Whether a ticket on the topic comes with a receipt."""
        return self.topics[topic].receipt if topic in self.topics else False

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
        return in_language(self.team(slug).name, language)

    def label(self, status: Status, language: str) -> str:
        """Where a ticket stands, as a contact reads it."""
        return in_language(self.stages[status], language)

    def stage_labels(self, language: str, *, closed: bool = False) -> list[str]:
        """The stages a ticket goes through; one that is `closed` has them all behind it."""
        stages = (*STAGES, "closed") if closed else STAGES
        return [self.label(status, language) for status in stages]

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
            for slug in topic.team:
                if slug not in self.teams:
                    raise FieldError(
                        ("topics", name, "team"), f"{slug!r} is no team; choose one of {teams}"
                    )
        for slug, team in self.teams.items():
            if team.cover is not None and team.cover not in self.teams:
                raise FieldError(
                    ("teams", slug, "cover"), f"{team.cover!r} is no team; choose one of {teams}"
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

    @model_validator(mode="after")
    def _reachable_some_time(self) -> Self:
        for name, way in self.contact_ways.items():
            try:
                next(self.opening_at(way.hours or "24/7").shifts(A_NEW_YEAR))
            except NeverOpen as error:
                raise FieldError(("contact_ways", name, "hours"), str(error)) from None
        return self

    @model_validator(mode="after")
    def _mapped(self) -> Self:
        for number, helpdesk in enumerate(self.helpdesks):
            for team in helpdesk.queues:
                if team not in self.teams:
                    raise FieldError(
                        ("helpdesks", number, "queues", team),
                        f"{team!r} is no team; choose one of {', '.join(self.teams)}",
                    )
        for name in ("mails_customer", "owns_sla", "surveys"):
            owners = [each.name for each in self.helpdesks if getattr(each, name) == "helpdesk"]
            if len(owners) > 1:
                raise FieldError(
                    ("helpdesks",),
                    f"{name}: {' and '.join(owners)} would both do it for the same contact; "
                    "leave it to one",
                )
        return self

    def two_way_names(self) -> list[str]:
        """The help desks that answer what became of a ticket."""
        return [helpdesk.name for helpdesk in self.helpdesks if helpdesk.two_way]

    def left_to_helpdesk(self, what: Literal["mails_customer", "owns_sla", "surveys"]) -> bool:
        """Whether a help desk does it, so that Primera does not."""
        return any(getattr(each, what) == "helpdesk" for each in self.helpdesks)

    @field_validator("helpdesks", mode="after")
    @classmethod
    def _distinct(cls, helpdesks: tuple[HelpDesk, ...]) -> tuple[HelpDesk, ...]:
        names = [helpdesk.name for helpdesk in helpdesks]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"help desk {name!r} is there twice; rename one")
        return helpdesks
