"""The only code that speaks to Rasa."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from typing import Any

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from actions.conversations import Conversation, Pending, Reply

WEBHOOK = "/webhooks/rest/webhook"
CONNECT_SECONDS = 2.0  # loopback or the next rack

# Rasa strips the text and then takes a leading slash as a command that sets intent and slots.
COMMAND = re.compile(r"^\s*/[\s/]*")


class RasaUnavailable(Exception):
    """Rasa did not answer a message; the sentence says in which way, never with whose words."""


class _Said(BaseModel):
    recipient_id: str
    custom: Reply


_ANSWER = TypeAdapter(list[_Said])


class RasaClient:
    """Sends each conversation's messages to its own slot."""

    def __init__(
        self,
        slots: Sequence[str],
        *,
        seconds: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._slots = tuple(slot.rstrip("/") for slot in slots)
        self._seconds = seconds
        # trust_env: a proxy meant for the internet must not see what contacts write.
        self._http = httpx.AsyncClient(
            transport=transport,
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            trust_env=False,
        )

    async def replies(self, pending: Pending, *, conversation: Conversation) -> list[Reply]:
        """What the bot says to the message: at least one reply; raises RasaUnavailable."""
        url = self._slot(conversation.id) + WEBHOOK
        try:
            async with asyncio.timeout(self._seconds):
                response = await self._http.post(url, json=body_for(pending, conversation))
        except (TimeoutError, httpx.TimeoutException):
            raise RasaUnavailable(f"no answer within {self._seconds} s") from None
        except httpx.HTTPError as error:
            raise RasaUnavailable(f"no connection: {type(error).__name__}") from None
        return _checked(response, conversation.id)

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    def _slot(self, conversation_id: str) -> str:
        if not self._slots:
            raise RasaUnavailable("no slot is configured; set PRIMERA_RASA_URLS")
        return self._slots[slot_number(conversation_id, len(self._slots))]


def slot_number(conversation_id: str, slots: int) -> int:
    """Which of so many slots has the conversation: always the same one."""
    digest = hashlib.sha256(conversation_id.encode()).digest()
    return int.from_bytes(digest[:8]) % slots


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
            "request_id": pending.message_id,
        },
    }


def as_plain_text(text: str) -> str:
    """The text without the slash that would make it a command."""
    return COMMAND.sub("", text) or "?"


def _checked(response: httpx.Response, conversation_id: str) -> list[Reply]:
    # 200 with [] is how Rasa's REST channel reports every exception and time-out.
    if response.status_code != httpx.codes.OK:
        raise RasaUnavailable(f"status {response.status_code}")
    try:
        said = _ANSWER.validate_json(response.content)
    except ValidationError as error:
        raise RasaUnavailable(f"not replies: {error.error_count()} errors") from None
    if not said:
        raise RasaUnavailable("an empty answer")
    if any(one.recipient_id != conversation_id for one in said):
        raise RasaUnavailable("an answer for another conversation")
    return [one.custom for one in said]
