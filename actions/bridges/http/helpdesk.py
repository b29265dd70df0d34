"""A help desk spoken to as a YAML file says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from actions.bridges.helpdesk import HelpdeskError, Status, Ticket, TicketGone, TicketRefused
from actions.bridges.http.speech import Call, Messages, Speech
from actions.bridges.wording import description, is_ours, plain, reference, title

READ_SECONDS = 10.0
# Longer than the webhook's own time-out: giving up would leave a ticket that may yet appear.
WRITE_SECONDS = 120.0
PLACE = re.compile(r"\{(\w+)\}")
# Whoever has given no address is somebody all the same where a help desk asks for one.
NOBODY = "nobody@primera.invalid"

Words = Mapping[str, Any]
"""What fills `{…}`: title, description, reference, public_id, number, queue, priority, email, name,
id, text, state, and password, which signs in."""


class HttpHelpDesk:
    """One help desk."""

    def __init__(self, client: httpx.AsyncClient, speech: Speech, *, password: str) -> None:
        self._client = client
        self._speech = speech
        self._headers = {
            name: filled(value, {"password": password}) for name, value in speech.headers.items()
        }

    async def newest(self) -> int:
        """It is searched."""
        return 0

    async def find(self, ticket: Ticket, *, after: int | None) -> str | None:
        """The first that the help desk finds and that holds the reference, if it is to."""
        find, words = self._speech.find, _of(ticket)
        for each in _list(await self._asked(find, words), find.each):
            if not find.holds or words["reference"] in str(value_at(each, find.holds) or ""):
                return str(value_at(each, find.id))
        return None

    async def create(self, ticket: Ticket, queue: str) -> str | None:
        """The new ticket's id; None if the answer leaves open whether there is one."""
        words = {**_of(ticket), "queue": queue, "priority": self._priority(ticket)}
        answer = await self._send(self._speech.create, words)
        if answer.is_success:
            return str(value_at(_json(answer), self._speech.create.id))
        if 400 <= answer.status_code < 500:
            raise TicketRefused(f"The help desk refuses the ticket ({answer.status_code}).")
        return None

    async def read(self, id: str) -> dict[str, Any]:
        """State, queue, and what matches all that makes a message the customer's."""
        read = self._speech.read
        ticket = await self._asked(read, {"id": id})
        state = str(value_at(ticket, read.state))
        return {
            "external_ref": str(value_at(ticket, read.number) if read.number else id),
            "state": state,
            "status": self._speech.statuses.get(state),
            "queue": str(value_at(ticket, read.queue)) if read.queue else None,
            "messages": list(public(await self._messages(id, ticket), self._speech.messages)),
        }

    async def note(self, id: str, text: str, *, mark: str) -> None:
        """Unless the mark is in the ticket already."""
        ticket = await self._asked(self._speech.read, {"id": id})
        for each in await self._messages(id, ticket):
            if mark in str(value_at(each, self._speech.messages.text) or ""):
                return
        await self._asked(self._speech.note, {"id": id, "text": f"{text}\n\n({mark})"})

    async def stand(self, id: str, status: Status, *, state: str | None) -> None:
        """Sends what stands for the state."""
        sent = self._speech.states[status] if state is None else state
        await self._asked(self._speech.stand, {"id": id, "state": sent})

    async def move(self, id: str, queue: str) -> None:
        """Nothing, if the file says of no such call."""
        if self._speech.move is not None:
            await self._asked(self._speech.move, {"id": id, "queue": queue})

    async def delete(self, id: str) -> None:
        """One that is not there is deleted already."""
        answer = await self._send(self._speech.delete, {"id": id})
        if not answer.is_success and answer.status_code != httpx.codes.NOT_FOUND:
            raise HelpdeskError(f"The help desk keeps the ticket ({answer.status_code}).")

    async def changed(self) -> Sequence[str]:
        """Primera looks each minute, or the help desk calls it by itself."""
        return ()

    async def check(self) -> dict[str, Any]:
        """That the call for it succeeds."""
        await self._asked(self._speech.check, {})
        return {
            "helpdesk": self._speech.name,
            "user": "whom its file says",
            "states": list(self._speech.statuses),
            "mails_customer": None,
        }

    async def _messages(self, id: str, ticket: Any) -> Sequence[Any]:
        messages = self._speech.messages
        content = ticket if messages.call is None else await self._asked(messages.call, {"id": id})
        return _list(content, messages.each)

    async def _asked(self, call: Call, words: Words) -> Any:
        answer = await self._send(call, words)
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise TicketGone("The help desk has no such ticket any more.")
        if answer.status_code in (401, 403):
            raise HelpdeskError(
                f"The help desk does not let the bridge in ({answer.status_code}). Check user, "
                "PRIMERA_BRIDGE_PASSWORD and what they may do."
            )
        if not answer.is_success:
            raise HelpdeskError(f"The help desk does not do it ({answer.status_code}).")
        return _json(answer) if answer.content else None

    async def _send(self, call: Call, words: Words) -> httpx.Response:
        try:
            return await self._client.request(
                call.method,
                filled(call.path, {name: quote(str(word)) for name, word in words.items()}),
                params={name: filled(value, words) for name, value in call.query.items()},
                json=filled(call.body, words),
                headers=self._headers,
                timeout=READ_SECONDS if call.method == "GET" else WRITE_SECONDS,
            )
        except httpx.HTTPError as error:
            raise HelpdeskError(f"The help desk did not answer ({type(error).__name__}).") from None

    def _priority(self, ticket: Ticket) -> Any:
        own = (ticket.get("helpdesk") or {}).get("priority")
        return own or self._speech.priorities.get(ticket["priority"], ticket["priority"])


def filled(template: Any, words: Words) -> Any:
    """The template with its `{…}` filled in; one that stands alone keeps the kind of its value."""
    if isinstance(template, Mapping):
        return {name: filled(value, words) for name, value in template.items()}
    if isinstance(template, list | tuple):
        return [filled(value, words) for value in template]
    if not isinstance(template, str):
        return template
    if (alone := PLACE.fullmatch(template)) and alone[1] in words:
        return words[alone[1]]
    return PLACE.sub(lambda found: str(words.get(found[1], found[0])), template)


def value_at(content: Any, path: str) -> Any:
    """What is at a path such as `ticket.id`, None if nothing is; all of it for an empty one."""
    for name in path.split(".") if path else ():
        content = content.get(name) if isinstance(content, Mapping) else None
    return content


def public(entries: Sequence[Any], how: Messages) -> Iterator[dict[str, Any]]:
    """What of a ticket's entries is for its customer."""
    for each in entries:
        text = str(value_at(each, how.text) or "")
        if _matches(each, how.html) and how.html:
            text = plain(text)
        text = text.strip()
        there = all(value_at(each, name) not in (None, "") for name in how.present)
        if _matches(each, how.public) and there and text and not is_ours(text):
            yield {
                "id": str(value_at(each, how.id)),
                "text": text,
                "author": value_at(each, how.author) if how.author else None,
                "at": value_at(each, how.at) if how.at else None,
            }


def _matches(entry: Any, wanted: Mapping[str, Any]) -> bool:
    # `1` is not `true`: what is nearly public is not public.
    found = {name: value_at(entry, name) for name in wanted}
    return all(
        found[name] == value and type(found[name]) is type(value) for name, value in wanted.items()
    )


def _of(ticket: Ticket) -> dict[str, Any]:
    contact = ticket.get("contact") or {}
    words = {"public_id": ticket["public_id"], "number": ticket["number"]}
    words["reference"] = reference(ticket)
    if "summary" in ticket:
        words |= {"title": title(ticket), "description": description(ticket)}
    return words | {"email": contact.get("email") or NOBODY, "name": contact.get("name") or ""}


def _list(content: Any, path: str) -> Sequence[Any]:
    found = value_at(content, path)
    if not isinstance(found, list):
        raise HelpdeskError(f"The help desk's answer has no list at {path or 'its beginning'!r}.")
    return found


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise HelpdeskError("The help desk's answer is not JSON.") from None
