"""Request Tracker's REST API, version 2."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from actions.bridges.helpdesk import HelpdeskError, Status, Ticket, TicketGone, TicketRefused
from actions.bridges.wording import description, plain, reference, title

API = "/REST/2.0"
READ_SECONDS = 10.0
# Longer than the webhook's own time-out: giving up would leave a ticket that may yet appear.
WRITE_SECONDS = 120.0
PAGE = 100
# A ticket refers to this address, which is nobody's: by it the ticket is found again.
REFERS_TO = "https://primera.invalid/tickets/{public_id}"

PRIORITIES = {"urgent": 90, "high": 70, "normal": 50, "low": 20}
# Of the lifecycle that every RT begins with.
STATUSES: Mapping[str, Status] = {
    "new": "open",
    "open": "in_progress",
    "stalled": "waiting_for_contact",
    "resolved": "resolved",
    "rejected": "closed",
}
STATES: Mapping[Status, str] = {
    "open": "open",
    "in_progress": "open",
    "waiting_for_contact": "stalled",
    "resolved": "resolved",
    "closed": "resolved",
}
DELETED = "deleted"
# An agent's answer to the requestor; a comment is what the team alone reads.
PUBLIC, PRIVATE, CREATED = "Correspond", "Comment", "Create"
OVERLAP = timedelta(seconds=5)
HISTORY = {
    "fields": "Type,Creator,Created,Field,ObjectId",
    "fields[Creator]": "RealName",
    "per_page": str(PAGE),
}


class RequestTracker:
    """One RT; `token` is an auth token of a user that may see and change the queues.

    `mails_customer`: RT is told who the requestor is, and then mails them by its own scrips.
    """

    def __init__(
        self, client: httpx.AsyncClient, token: str, *, mails_customer: bool = False
    ) -> None:
        self._client = client
        self._headers = {"authorization": f"token {token}"}
        self._mails_customer = mails_customer
        self._texts: dict[str, str] = {}  # of transactions, which never change
        self._watched = datetime.now(UTC) - OVERLAP

    async def newest(self) -> int:
        """RT can search."""
        return 0

    async def find(self, ticket: Ticket, *, after: int | None) -> str | None:
        """The ticket that refers to this one; of merged ones the one that was made for it."""
        query = f"RefersTo = '{REFERS_TO.format(public_id=ticket['public_id'])}'"
        for found in await self._search(query):
            for each in await self._history(found):
                if each["Type"] == CREATED and reference(ticket) in await self._text(each["id"]):
                    return str(each["ObjectId"])
        return None

    async def create(self, ticket: Ticket, queue: str) -> str | None:
        """The new ticket's id; None if the answer leaves open whether there is one."""
        answer = await self._send("POST", "/ticket", self._form(ticket, queue))
        if answer.status_code == 201:
            return str(answer.json()["id"])
        if 400 <= answer.status_code < 500:
            raise TicketRefused(f"RT refuses the ticket ({answer.status_code}: {_reason(answer)}).")
        return None

    async def read(self, id: str) -> dict[str, Any]:
        """State, queue, and the correspondence of people other than the requestors."""
        ticket = await self._ticket(id)
        now = ticket["EffectiveId"]["id"]
        messages = [each async for each in self._public(id, now, ticket)]
        return {
            "external_ref": now,
            "state": ticket["Status"],
            "status": STATUSES.get(ticket["Status"]),
            "queue": ticket["Queue"]["Name"],
            "url": f"{self._client.base_url}/Ticket/Display.html?id={now}",
            "messages": messages,
        }

    async def note(self, id: str, text: str, *, mark: str) -> None:
        """A comment: it mails no requestor."""
        for each in await self._history(id):
            if each["Type"] == PRIVATE and mark in await self._text(each["id"]):
                return
        form = {"Content": f"{text}\n\n({mark})", "ContentType": "text/plain"}
        self._done(await self._send("POST", f"/ticket/{id}/comment", form))

    async def stand(self, id: str, status: Status, *, state: str | None) -> None:
        """Sets the status, unless it is the one already."""
        wanted = state or STATES[status]
        if (await self._ticket(id))["Status"] != wanted:
            self._done(await self._send("PUT", f"/ticket/{id}", {"Status": wanted}))

    async def move(self, id: str, queue: str) -> None:
        """Puts it into another queue, by its name."""
        self._done(await self._send("PUT", f"/ticket/{id}", {"Queue": queue}))

    async def delete(self, id: str) -> None:
        """Marks it as deleted; its words stay until an administrator shreds it (`rt-shredder`)."""
        answer = await self._send("DELETE", f"/ticket/{id}", None)
        if not answer.is_success and answer.status_code != httpx.codes.NOT_FOUND:
            raise HelpdeskError(f"RT keeps the ticket ({answer.status_code}).")

    async def changed(self) -> Sequence[str]:
        """The tickets that were updated since the last call."""
        since, self._watched = self._watched, datetime.now(UTC) - OVERLAP
        # RT reads a query's moments in a time zone of its own: the day alone is asked for.
        day = (since - timedelta(days=1)).date()
        answer = await self._json(
            "/tickets",
            query=f"LastUpdated > '{day}'",
            orderby="LastUpdated",
            order="DESC",
            fields="LastUpdated",
            per_page=str(PAGE),
        )
        return [
            str(each["id"])
            for each in answer["items"]
            if datetime.fromisoformat(each["LastUpdated"]) >= since
        ]

    async def check(self) -> dict[str, Any]:
        """Version, the user's name, queues, and the states of the lifecycle that RT begins with."""
        rt = await self._json("/rt")
        queues = (await self._json("/queues/all", fields="Name", per_page=str(PAGE)))["items"]
        return {
            "helpdesk": f"Request Tracker {rt.get('Version', '')}",
            "user": "the owner of the token",
            "queues": [each["Name"] for each in queues],
            "states": [*STATUSES, DELETED],
            "mails_customer": self._mails_customer,
        }

    def _form(self, ticket: Ticket, queue: str) -> dict[str, Any]:
        own = ticket.get("helpdesk") or {}
        form: dict[str, Any] = {
            "Queue": queue,
            "Subject": title(ticket),
            "Content": description(ticket),
            "ContentType": "text/plain",
            "RefersTo": REFERS_TO.format(public_id=ticket["public_id"]),
            "Priority": own.get("priority") or PRIORITIES.get(ticket["priority"], 50),
        }
        if self._mails_customer and ticket["contact"].get("email"):
            form["Requestor"] = ticket["contact"]["email"]
        if fields := own.get("fields"):
            form["CustomFields"] = dict(fields)
        return form

    async def _ticket(self, id: str) -> dict[str, Any]:
        fields = {
            "fields": "Status,EffectiveId,Queue,Requestor",
            "fields[Queue]": "Name",
        }
        ticket = await self._json(f"/ticket/{id}", **fields)
        if ticket["Status"] == DELETED:
            raise TicketGone("The ticket was deleted in RT.")
        return ticket

    async def _public(
        self, id: str, now: str, ticket: Mapping[str, Any]
    ) -> AsyncIterator[dict[str, Any]]:
        asking = {each["id"] for each in ticket.get("Requestor") or ()}
        for each in _said_to(id, now, await self._history(now)):
            if each["Type"] != PUBLIC or each["Creator"]["id"] in asking:
                continue
            if text := (await self._text(each["id"])).strip():
                author = each["Creator"].get("RealName") or None
                yield {"id": each["id"], "text": text, "author": author, "at": each["Created"]}

    async def _history(self, id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        page, pages = 1, 1
        while page <= pages:
            answer = await self._json(
                f"/ticket/{id}/history",
                **HISTORY,
                page=str(page),
            )
            found += answer["items"]
            page, pages = page + 1, int(answer.get("pages") or 1)
        return found

    async def _text(self, transaction: str) -> str:
        if transaction not in self._texts:
            answer = await self._json(
                f"/transaction/{transaction}/attachments",
                fields="ContentType,Filename,Content",
                per_page=str(PAGE),
            )
            self._texts[transaction] = _words(answer["items"])
        return self._texts[transaction]

    async def _search(self, query: str) -> list[str]:
        answer = await self._json("/tickets", query=query, per_page=str(PAGE))
        return [str(each["id"]) for each in answer["items"]]

    async def _json(self, path: str, **query: str) -> dict[str, Any]:
        answer = await self._send("GET", path, None, query)
        self._done(answer)
        try:
            content: dict[str, Any] = answer.json()
        except ValueError:
            raise HelpdeskError("RT's answer cannot be read; is the address RT's own?") from None
        return content

    def _done(self, answer: httpx.Response) -> None:
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise TicketGone("RT has no such ticket.")
        if answer.status_code in (401, 403):
            raise HelpdeskError(
                f"RT does not let the bridge in ({answer.status_code}). Check its token, and that "
                "its user may see and change the queues."
            )
        if not answer.is_success:
            raise HelpdeskError(f"RT does not do it ({answer.status_code}).")

    async def _send(
        self,
        method: str,
        path: str,
        form: Mapping[str, Any] | None,
        query: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        seconds = READ_SECONDS if method == "GET" else WRITE_SECONDS
        try:
            return await self._client.request(
                method,
                f"{API}{path}",
                json=form,
                params=query,
                headers=self._headers,
                timeout=seconds,
            )
        except httpx.HTTPError as error:
            raise HelpdeskError(f"RT did not answer ({type(error).__name__}).") from None


def _said_to(
    id: str, now: str, history: Sequence[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """Of a history that merged tickets share, what was said in this one.

    What was said in another before they were one was said to somebody else.
    """
    is_one = id == now
    for each in history:
        if each["ObjectId"] == id or (is_one and each["ObjectId"] == now):
            yield each
        is_one = is_one or (each["Field"] == "MergedInto" and each["ObjectId"] == id)


def _words(attachments: Sequence[Mapping[str, Any]]) -> str:
    """The message itself, without its files."""
    texts = {
        each["ContentType"]: str(each["Content"])
        for each in reversed(attachments)
        if not each.get("Filename") and each.get("Content")
    }
    if "text/plain" in texts:
        return texts["text/plain"]
    return plain(texts.get("text/html", ""))


def _reason(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["message"])[:200]
    except (ValueError, KeyError, TypeError):
        return "no reason given"
