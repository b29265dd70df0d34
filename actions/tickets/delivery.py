"""One event on its way to one help desk, as support leads see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from actions.tickets.retry import State


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: the HTTP status, or why there was none."""

    at: datetime
    status: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """`id` is the webhook-id; `headers` are the last ones sent, the signature shortened."""

    id: str
    event_type: str
    ticket_number: str
    helpdesk: str
    state: State
    attempts: list[Attempt]
    next_attempt_at: datetime | None
    payload: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    occurred_at: datetime | None = None  # of the event


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours to attempt until the lease ends."""

    delivery_id: str
    helpdesk: str
    lease: str
    tries: int
    body: str = field(repr=False)
    request_id: str | None = None
