"""A ticket: a request for a person."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from actions.contact import Contact

if TYPE_CHECKING:
    from actions.tickets.task import Task

Status = Literal["open", "in_progress", "waiting_for_contact", "resolved", "closed"]
Priority = Literal["urgent", "high", "normal", "low"]

STATUSES: tuple[Status, ...] = get_args(Status)
PRIORITIES: tuple[Priority, ...] = get_args(Priority)

NUMBER_BASE = 1000  # the first ticket is T-1001
NUMBER = re.compile(r"(?:t[-\s]*)?([0-9]{4,12})", re.IGNORECASE)
ID_BYTES = 16  # 128 random bits: a public id opens a page without a password


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One message, as a person at the help desk reads it."""

    sender: str
    text: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A file that came with the conversation; whoever has `url` may fetch it for some weeks."""

    name: str = field(repr=False)
    type: str
    size: int
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """What a conversation asks a person to do; `priority` None means the topic's own."""

    idempotency_key: str
    conversation_id: str
    contact: Contact = field(repr=False)
    topic: str
    language: str
    reason: str
    subject: str = field(repr=False)
    summary: str = field(repr=False)
    priority: Priority | None = None
    details: Mapping[str, str] = field(default_factory=dict, repr=False)
    page: Mapping[str, Any] | None = field(default=None, repr=False)
    tried: tuple[str, ...] = ()
    transcript: tuple[TranscriptLine, ...] | list[TranscriptLine] = field(default=(), repr=False)
    team: str | None = None  # None: the topic's
    mood: str | None = None
    attachments: tuple[TicketFile, ...] = ()
    transcript_url: str | None = field(default=None, repr=False)
    follows: str | None = None  # the number of the closed ticket that this one goes on with


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it stands; `sequence` counts its events."""

    number: str
    public_id: str
    conversation_id: str
    status: Status
    team: str
    topic: str
    priority: Priority
    language: str
    reason: str
    contact: Contact = field(repr=False)
    subject: str = field(repr=False)
    summary: str = field(repr=False)
    details: Mapping[str, str] = field(repr=False)
    page: Mapping[str, Any] | None = field(repr=False)
    tried: tuple[str, ...]
    first_answer_due: datetime
    solution_due: datetime
    created_at: datetime
    sequence: int
    mood: str | None = None  # `angry`, where the contact was
    assignee: str | None = None  # the person at work on it, as the contact reads their name
    follows: str | None = None
    clock_since: datetime | None = None  # when the promise was made, or its clock went on
    paused_at: datetime | None = None  # since when the promise's clock has stood still
    first_answered_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    warned: tuple[str, ...] = ()  # the promises whose end the lead was warned of
    breached: tuple[str, ...] = ()  # those that were not kept, one word for each time
    link_generation: int | None = None  # which private link it has by now, if any
    tasks: tuple["Task", ...] = ()  # of other teams; the ticket stays its team's

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be added: what comes now is a ticket of its own."""
        return self.status == "closed"


def number_of(row_id: int) -> str:
    """The number people say on the phone, e.g. `T-1001`."""
    return f"T-{NUMBER_BASE + row_id}"


def row_id_of(number: str) -> int | None:
    """The row of a ticket's number, however it is spelt: `T-1001`, `t 1001`, `1001`."""
    found = NUMBER.fullmatch(number.strip())
    row_id = int(found[1]) - NUMBER_BASE if found else 0
    return row_id if row_id > 0 else None


def new_id(prefix: str) -> str:
    """A random id, url-safe, e.g. `dlv_…`."""
    return f"{prefix}_{secrets.token_urlsafe(ID_BYTES)}"
