"""A ticket: a request for a person."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from actions.contact import Contact

Status = Literal["open", "in_progress", "waiting_for_contact", "resolved", "closed"]
Priority = Literal["urgent", "high", "normal", "low"]

STATUSES: tuple[Status, ...] = get_args(Status)
PRIORITIES: tuple[Priority, ...] = get_args(Priority)

NUMBER_BASE = 1000  # the first ticket is T-1001
ID_BYTES = 16  # 128 random bits: a public id opens a page without a password


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One message, as a person at the help desk reads it."""

    sender: str
    text: str = field(repr=False)
    at: datetime


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


def number_of(row_id: int) -> str:
    """The number people say on the phone, e.g. `T-1001`."""
    return f"T-{NUMBER_BASE + row_id}"


def new_id(prefix: str) -> str:
    """A random id, url-safe, e.g. `dlv_…`."""
    return f"{prefix}_{secrets.token_urlsafe(ID_BYTES)}"
