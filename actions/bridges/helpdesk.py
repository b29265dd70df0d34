"""What a bridge needs of a help desk: one class per help desk does it with that one's API.

HelpdeskError              a later attempt may succeed
├── TicketRefused          there is no such ticket, and none is coming
└── TicketGone             there was one, and it was deleted
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

Status = Literal["open", "in_progress", "waiting_for_contact", "resolved", "closed"]
"""As Primera has them."""

Ticket = Mapping[str, Any]
"""`data.ticket` of a webhook."""


class HelpdeskError(Exception):
    """The help desk did not do what it was asked; a later attempt may succeed."""


class TicketRefused(HelpdeskError):
    """The help desk has said no: there is no such ticket, and none is coming."""


class TicketGone(HelpdeskError):
    """The help desk has no such ticket any more."""


class HelpDesk(Protocol):
    """One help desk. Every method raises HelpdeskError."""

    async def newest(self) -> int:
        """A number that all tickets created from now on exceed; 0 where one can search."""

    async def find(self, ticket: Ticket, *, after: int | None) -> str | None:
        """The id of the ticket that holds this one's public id; `after` as `newest` said.

        None: nobody remembers when it was created; the newest are looked through.
        """

    async def create(self, ticket: Ticket, queue: str) -> str | None:
        """The new ticket's id; None if the answer leaves open whether there is one.

        Raises TicketRefused.
        """

    async def read(self, id: str) -> dict[str, Any]:
        """The ticket as docs/webhooks.md has it: of what was said, only what is public.

        Raises TicketGone.
        """

    async def note(self, id: str, text: str, *, mark: str) -> None:
        """Writes what its team reads and its contact does not; the same mark again writes nothing.

        Raises TicketGone.
        """

    async def stand(self, id: str, status: Status, *, state: str | None) -> None:
        """Brings it into a state: theirs if it is named, else what stands for ours."""

    async def move(self, id: str, queue: str) -> None:
        """Puts it into another queue."""

    async def delete(self, id: str) -> None:
        """Deletes it with its history; one that is not there is deleted already."""

    async def changed(self) -> Sequence[str]:
        """The ids of tickets that have changed since the last call; empty where one cannot ask."""

    async def check(self) -> dict[str, Any]:
        """What docs/webhooks.md has of `helpdesk.check`."""
