"""Person: one contact's conversations, tickets and ratings, in one view."""

from dataclasses import dataclass, field
from datetime import datetime

from actions.contact import Contact
from actions.tickets import Rating, Ticket


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation in short: when it began, when something was last said, how much."""

    id: str
    site: str
    language: str
    began_at: datetime
    last_at: datetime | None
    messages: int


@dataclass(frozen=True, slots=True)
class Person:
    """Everything of one person, oldest first.

    `external_id` is who they are to `site`. Without one nothing vouches that two conversations are
    of the same person, whatever address was typed in them: then it is one conversation's.
    """

    site: str
    external_id: str | None
    contact: Contact | None = field(repr=False)
    talks: tuple[Talk, ...]
    tickets: tuple[Ticket, ...]
    ratings: tuple[Rating, ...]
