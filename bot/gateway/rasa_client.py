"""The only code that speaks to Rasa."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

import aiohttp
from pydantic import BaseModel, TypeAdapter, ValidationError

from actions.conversations import Conversation, Pending, Reply
from bot.gateway.rasa_slots import Addresses, slots_for

WEBHOOK = "/webhooks/rest/webhook"
CONNECT_SECONDS = 2.0  # loopback or the next rack
# Rasa's Sanic closes an idle connection after 5 s; a message must not meet that.
KEPT_SECONDS = 4.0

# Turns that one slot is given at once; further ones wait here for theirs. Were it given all, then
# under more messages than it can take each would take longer than an attempt may: all would be
# given up and tried again, and none be answered. By Little's law a slot that does 3.5 turns a
# second has done 24 in the 7 s of an attempt; one does 30 on two cores that are its own.
AT_ONCE = 24

# Rasa strips the text and then takes a leading slash as a command that sets intent and slots.
COMMAND = re.compile(r"^\s*/[\s/]*")


class RasaUnavailable(Exception):
    """Rasa did not answer a message; the sentence says in which way, never with whose words."""


class _NobodyListens(RasaUnavailable):
    """The slot has not got the message: another may."""


class _Said(BaseModel):
    recipient_id: str
    custom: Reply


_ANSWER = TypeAdapter(list[_Said])


class _Response(NamedTuple):
    status: int
    content: bytes


class RasaClient:
    """Sends each conversation's messages to its own slot, so many at once at most.

    `staying`: (conversation) → the slots of an earlier release that it stays with, if any.

    Where nobody listens there, to the next: any slot goes on from the state in the database, and a
    closed port says for sure that the first is not at work on the message. Silence does not.
    """

    def __init__(
        self,
        addresses: Addresses,
        *,
        seconds: float,
        staying: Callable[[str], Awaitable[Sequence[str]]] | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._addresses = addresses
        self._staying = staying
        self._seconds = seconds
        # First come, first served. A slot that is replaced leaves an entry of a few bytes.
        self._turns = defaultdict[str, asyncio.Semaphore](lambda: asyncio.Semaphore(at_once))
        self._session: aiohttp.ClientSession | None = None

    async def replies(self, pending: Pending, *, conversation: Conversation) -> list[Reply]:
        """What the bot says to the message: at least one reply; raises RasaUnavailable.

        The seconds count from when it is the message's turn.
        """
        return _checked(
            await self._asked(conversation.id, body_for(pending, conversation)), conversation.id
        )

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()

    async def _asked(self, conversation_id: str, body: dict[str, Any]) -> _Response:
        stays = await self._staying(conversation_id) if self._staying else ()
        addresses = [*_in_order(conversation_id, stays), *self._in_order_now(conversation_id)]
        if not addresses:
            raise RasaUnavailable("no slot is configured; set PRIMERA_RASA_URLS")
        *sooner, last = addresses
        for address in sooner:
            try:
                return await self._posted(address, body)
            except _NobodyListens:
                continue
        return await self._posted(last, body)

    async def _posted(self, address: str, body: dict[str, Any]) -> _Response:
        async with self._turns[address]:
            try:
                async with (
                    asyncio.timeout(self._seconds),
                    self._http().post(address + WEBHOOK, json=body, allow_redirects=False) as said,
                ):
                    return _Response(said.status, await said.read())
            except aiohttp.ConnectionTimeoutError:
                raise _NobodyListens(f"no connection within {CONNECT_SECONDS} s") from None
            except TimeoutError:
                raise RasaUnavailable(f"no answer within {self._seconds} s") from None
            except aiohttp.ClientConnectorError as error:
                raise _NobodyListens(f"no connection: {type(error).__name__}") from None
            except aiohttp.ClientError as error:
                raise RasaUnavailable(f"no answer: {type(error).__name__}") from None

    def _http(self) -> aiohttp.ClientSession:
        # Made within the event loop it belongs to; it reads no proxy from the environment: one
        # meant for the internet must not see what contacts write.
        if self._session is None:
            connect = min(CONNECT_SECONDS, self._seconds)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_SECONDS),
                timeout=aiohttp.ClientTimeout(total=None, connect=connect),
            )
        return self._session

    def _in_order_now(self, conversation_id: str) -> list[str]:
        return _in_order(conversation_id, self._addresses())


def _in_order(conversation_id: str, addresses: Sequence[str]) -> list[str]:
    return [addresses[slot] for slot in slots_for(conversation_id, len(addresses))]


def body_for(pending: Pending, conversation: Conversation) -> dict[str, Any]:
    """What Rasa receives: nothing the visitor sent but cleaned text, or a button we issued."""
    typed = as_plain_text(pending.text)
    return {
        "sender": conversation.id,
        "message": typed if pending.payload is None else pending.payload,
        "metadata": {
            "message_id": pending.message_id,
            "seq": pending.seq,
            "text": pending.text,
            "locale": conversation.locale,
            "page": dict(conversation.page),
            "request_id": pending.request_id,
        },
    }


def as_plain_text(text: str) -> str:
    """The text without the slash that would make it a command."""
    return COMMAND.sub("", text) or "?"


def _checked(response: _Response, conversation_id: str) -> list[Reply]:
    # 200 with [] is how Rasa's REST channel reports every exception and time-out.
    if response.status != HTTPStatus.OK:
        raise RasaUnavailable(f"status {response.status}")
    try:
        said = _ANSWER.validate_json(response.content)
    except ValidationError as error:
        raise RasaUnavailable(f"not replies: {error.error_count()} errors") from None
    if not said:
        raise RasaUnavailable("an empty answer")
    if any(one.recipient_id != conversation_id for one in said):
        raise RasaUnavailable("an answer for another conversation")
    return [one.custom for one in said]
