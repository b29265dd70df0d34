"""The REST API of django-helpdesk: find a ticket, create one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

TICKETS = "/helpdesk/api/tickets/"
PAGE_SIZE = 100
READ_SECONDS = 10.0
# Longer than the webhook's own time-out: giving up would leave a ticket that may yet appear.
CREATE_SECONDS = 120.0


class HelpdeskError(Exception):
    """django-helpdesk did not do what it was asked; a later attempt may succeed."""


class TicketRefused(HelpdeskError):
    """django-helpdesk has said no: there is no such ticket, and none is coming."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How many tickets there are, and the newest one's id (0: none)."""

    count: int
    newest: int


class DjangoHelpdesk:
    """One help desk. Its API can neither search nor recognise a repeated request."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def listing(self) -> Listing:
        """Where the list of tickets ends now."""
        count = (await self._page(1, size=1))["count"]
        if not count:
            return Listing(0, 0)
        return Listing(count, (await self._page(count, size=1))["results"][0]["id"])

    async def find(
        self, reference: str, listing: Listing, *, down_to: int, at_most: int
    ) -> int | None:
        """The id of the ticket that holds the reference, newest first, among those after
        `down_to` and the newest `at_most`.
        """
        last = -(-listing.count // PAGE_SIZE)
        first = max(1, last - -(-at_most // PAGE_SIZE))
        for number in range(last, first - 1, -1):
            tickets = (await self._page(number, size=PAGE_SIZE))["results"]
            for ticket in reversed(tickets):
                if reference in (ticket["description"] or ""):
                    return int(ticket["id"])
            if tickets and tickets[0]["id"] <= down_to:
                break
        return None

    async def create(self, form: Mapping[str, Any]) -> int | None:
        """The new ticket's id; None if the answer leaves open whether there is one."""
        answer = await self._create(form)
        if (
            answer.status_code == 400
            and form["submitter_email"]
            and "submitter_email" in _errors(answer)
        ):
            # Kept in the description: a mistyped address must not keep the ticket out.
            answer = await self._create({**form, "submitter_email": ""})
        if answer.status_code == 201:
            return int(answer.json()["id"])
        if 400 <= answer.status_code < 500:
            raise TicketRefused(f"The help desk refuses the ticket ({answer.status_code}).")
        return None

    async def delete(self, ticket_id: int) -> None:
        """Deletes a ticket with its history; one that is not there is deleted already."""
        try:
            answer = await self._client.delete(f"{TICKETS}{ticket_id}/", timeout=READ_SECONDS)
        except httpx.HTTPError as error:
            raise HelpdeskError(f"The help desk did not answer ({type(error).__name__}).") from None
        if not answer.is_success and answer.status_code != httpx.codes.NOT_FOUND:
            raise HelpdeskError(f"The help desk keeps the ticket ({answer.status_code}).")

    async def _create(self, form: Mapping[str, Any]) -> httpx.Response:
        try:
            return await self._client.post(TICKETS, json=form, timeout=CREATE_SECONDS)
        except httpx.HTTPError as error:
            raise HelpdeskError(f"The help desk did not answer ({type(error).__name__}).") from None

    async def _page(self, number: int, *, size: int) -> Any:
        query = {"page": number, "page_size": size}
        try:
            answer = await self._client.get(TICKETS, params=query, timeout=READ_SECONDS)
            return answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise HelpdeskError(
                f"The help desk's tickets cannot be read ({type(error).__name__})."
            ) from None


def _errors(answer: httpx.Response) -> dict[str, Any]:
    try:
        errors = answer.json()
    except ValueError:
        return {}
    return errors if isinstance(errors, dict) else {}
