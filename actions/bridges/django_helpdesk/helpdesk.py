"""The REST API of django-helpdesk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from actions.bridges.django_helpdesk.form import as_text, form_for
from actions.bridges.helpdesk import HelpdeskError, Status, Ticket, TicketGone, TicketRefused
from actions.bridges.wording import is_ours, reference

TICKETS = "/helpdesk/api/tickets/"
FOLLOWUPS = "/helpdesk/api/followups/"
PAGE_SIZE = 100
READ_SECONDS = 10.0
# Longer than the webhook's own time-out: giving up would leave a ticket that may yet appear.
CREATE_SECONDS = 120.0
# Looked through for a ticket that we do not remember (our file was lost): a week for most desks.
UNREMEMBERED_TICKETS = 1_000
EVERYTHING = 10**9

OPEN, REOPENED, RESOLVED, CLOSED, DUPLICATE = 1, 2, 3, 4, 5
STATES = {
    OPEN: "Open",
    REOPENED: "Reopened",
    RESOLVED: "Resolved",
    CLOSED: "Closed",
    DUPLICATE: "Duplicate",
}
ON_HOLD = "On Hold"
STATUSES: Mapping[str, Status] = {
    "Open": "open",
    "Reopened": "in_progress",
    "Resolved": "resolved",
    "Closed": "closed",
    "Duplicate": "closed",
    ON_HOLD: "waiting_for_contact",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """How many tickets there are, and the newest one's id (0: none)."""

    count: int
    newest: int


class DjangoHelpdesk:
    """One help desk. Its API can neither search nor recognise a repeated request."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def newest(self) -> int:
        """The newest ticket's id."""
        return (await self._listing()).newest

    async def find(self, ticket: Ticket, *, after: int | None) -> str | None:
        """Looks through the descriptions, newest first."""
        named, listing = reference(ticket), await self._listing()
        at_most = UNREMEMBERED_TICKETS if after is None else EVERYTHING
        last = -(-listing.count // PAGE_SIZE)
        first = max(1, last - -(-at_most // PAGE_SIZE))
        for number in range(last, first - 1, -1):
            tickets = (await self._page(number, size=PAGE_SIZE))["results"]
            for each in reversed(tickets):
                if named in (each["description"] or ""):
                    return str(each["id"])
            if tickets and tickets[0]["id"] <= (after or 0):
                break
        return None

    async def create(self, ticket: Ticket, queue: str) -> str | None:
        """The new ticket's id; None if the answer leaves open whether there is one."""
        form = form_for(ticket, int(queue))
        answer = await self._send("POST", TICKETS, form, seconds=CREATE_SECONDS)
        if (
            answer.status_code == 400
            and form["submitter_email"]
            and "submitter_email" in _errors(answer)
        ):
            # Kept in the description: a mistyped address must not keep the ticket out.
            form |= {"submitter_email": ""}
            answer = await self._send("POST", TICKETS, form, seconds=CREATE_SECONDS)
        if answer.status_code == 201:
            return str(answer.json()["id"])
        if 400 <= answer.status_code < 500:
            raise TicketRefused(f"The help desk refuses the ticket ({answer.status_code}).")
        return None

    async def read(self, id: str) -> dict[str, Any]:
        """State, queue, and the public follow-ups of staff; nothing of a private one."""
        ticket = await self._ticket(id)
        state = ON_HOLD if ticket["on_hold"] else STATES.get(ticket["status"])
        return {
            "external_ref": id,
            "state": state or str(ticket["status"]),
            "status": STATUSES.get(state or ""),
            "queue": str(ticket["queue"]),
            "messages": list(_public(ticket["followup_set"])),
        }

    async def note(self, id: str, text: str, *, mark: str) -> None:
        """A private follow-up, which mails nobody."""
        ticket = await self._ticket(id)
        if any(mark in (each["comment"] or "") for each in ticket["followup_set"]):
            return
        # Without a title: one would become the ticket's.
        form = {"ticket": int(id), "comment": f"{as_text(text)}\n\n({mark})", "public": False}
        self._done(await self._send("POST", FOLLOWUPS, form, seconds=CREATE_SECONDS))

    async def stand(self, id: str, status: Status, *, state: str | None) -> None:
        """Sets the status alone, so that nobody is mailed."""
        now = (await self._ticket(id))["status"]
        wanted = next((n for n, name in STATES.items() if name == state), None)
        form = {
            "on_hold": status == "waiting_for_contact",
            "status": wanted or _status(status, now),
        }
        self._done(await self._send("PATCH", f"{TICKETS}{id}/", form, seconds=READ_SECONDS))

    async def move(self, id: str, queue: str) -> None:
        """Puts it into another queue, by its number."""
        form = {"queue": int(queue)}
        self._done(await self._send("PATCH", f"{TICKETS}{id}/", form, seconds=READ_SECONDS))

    async def delete(self, id: str) -> None:
        """Deletes a ticket with its history; one that is not there is deleted already."""
        answer = await self._send("DELETE", f"{TICKETS}{id}/", None, seconds=READ_SECONDS)
        if not answer.is_success and answer.status_code != httpx.codes.NOT_FOUND:
            raise HelpdeskError(f"The help desk keeps the ticket ({answer.status_code}).")

    async def changed(self) -> list[str]:
        """It tells by itself, if HELPDESK_GET_FOLLOWUP_WEBHOOK_URLS names our /changed."""
        return []

    async def check(self) -> dict[str, Any]:
        """Its API does not name the queues: what a ticket is in is a number."""
        await self._listing()
        return {
            "helpdesk": "django-helpdesk",
            "user": "a staff user",
            "states": [*STATES.values(), ON_HOLD],
            "mails_customer": None,  # by its queues' settings, which its API does not tell
        }

    async def _listing(self) -> Listing:
        count = (await self._page(1, size=1))["count"]
        if not count:
            return Listing(0, 0)
        return Listing(count, (await self._page(count, size=1))["results"][0]["id"])

    async def _ticket(self, id: str) -> dict[str, Any]:
        answer = await self._send("GET", f"{TICKETS}{id}/", None, seconds=READ_SECONDS)
        self._done(answer)
        try:
            ticket: dict[str, Any] = answer.json()
        except ValueError:
            raise HelpdeskError("The help desk's ticket cannot be read.") from None
        return ticket

    def _done(self, answer: httpx.Response) -> None:
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise TicketGone("The help desk has no such ticket any more.")
        if not answer.is_success:
            raise HelpdeskError(f"The help desk does not do it ({answer.status_code}).")

    async def _send(
        self, method: str, path: str, form: Mapping[str, Any] | None, *, seconds: float
    ) -> httpx.Response:
        try:
            return await self._client.request(method, path, json=form, timeout=seconds)
        except httpx.HTTPError as error:
            raise HelpdeskError(f"The help desk did not answer ({type(error).__name__}).") from None

    async def _page(self, number: int, *, size: int) -> Any:
        query = {"page": number, "page_size": size}
        try:
            answer = await self._client.get(TICKETS, params=query, timeout=READ_SECONDS)
            return answer.raise_for_status().json()
        except httpx.HTTPStatusError as error:
            raise HelpdeskError(
                f"The help desk's tickets cannot be read ({error.response.status_code})."
            ) from None
        except (httpx.HTTPError, ValueError) as error:
            raise HelpdeskError(
                f"The help desk's tickets cannot be read ({type(error).__name__})."
            ) from None


def _public(followups: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in followups:
        text = (each["comment"] or "").strip()
        # Without a user it is the customer's own, by mail or on the public page.
        if each["public"] is True and each["user"] is not None and text and not is_ours(text):
            yield {"id": str(each["id"]), "text": text, "at": each["date"]}


def _status(status: Status, now: int) -> int:
    match status:
        case "resolved":
            return RESOLVED
        case "closed":
            return CLOSED
    return REOPENED if now in (RESOLVED, CLOSED, DUPLICATE) else now


def _errors(answer: httpx.Response) -> dict[str, Any]:
    try:
        errors = answer.json()
    except ValueError:
        return {}
    return errors if isinstance(errors, dict) else {}
