"""Alert: what is amiss, and to whom that is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from actions.tickets import Lead
from actions.tickets.ticket import number_of

Kind = Literal["undelivered", "anger", "volume", "unanswered", "sla_risk"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is amiss now. `about` tells it from others of its kind, and names no contact.

    `now`, `usual`: how many there are, and how many there are at most at such an hour.
    """

    kind: Kind
    about: str = ""
    team: str = ""
    helpdesk: str = ""
    ticket_id: int | None = None
    reason: str = ""
    now: int = 0
    usual: float = 0.0

    @property
    def passes_and_returns(self) -> bool:
        """Whether it is judged by counts, which go up and down."""
        return self.kind != "undelivered"


@dataclass(frozen=True, slots=True)
class Alert:
    """A trouble that a lead is told of."""

    id: str
    trouble: Trouble
    lead: Lead
    raised_at: datetime
    over_at: datetime | None = None

    @property
    def number(self) -> str | None:
        """Of the ticket that it is about."""
        ticket_id = self.trouble.ticket_id
        return None if ticket_id is None else number_of(ticket_id)
