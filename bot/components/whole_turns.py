"""A message is handled once and as a whole, however often the gateway has to send it.

Rasa's REST channel says what was collected before an error, also when the state could then not be
saved; and a message sent again after a lost answer would be taken for the next one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from structlog.contextvars import bound_contextvars

log = logging.getLogger("primera.rasa")

Handle = Callable[[MessageProcessor, UserMessage], Awaitable[Any]]


def apply() -> None:
    """Replaces Rasa's `handle_message`, which runs under the conversation's lock."""
    MessageProcessor.handle_message = whole(MessageProcessor.handle_message)


def whole(handle: Handle) -> Handle:
    """`handle`, but what was said before is said again, and half a turn says nothing."""

    async def handle_message(processor: MessageProcessor, message: UserMessage) -> Any:
        told = message.metadata or {}
        with bound_contextvars(request_id=str(told.get("request_id") or "")):
            begun = time.monotonic()
            outcome = await handle_once(processor, message)
            seconds = round(time.monotonic() - begun, 3)
            log.info("turn", extra={"message_id": told.get("message_id"), "seconds": seconds})
            return outcome

    async def handle_once(processor: MessageProcessor, message: UserMessage) -> Any:
        channel = message.output_channel
        message_id = str((message.metadata or {}).get("message_id", ""))
        said = processor.tracker_store.replies_to(message.sender_id, message_id)
        if said is not None:
            for reply in said:
                await channel.send_custom_json(message.sender_id, reply)
            return None
        try:
            return await handle(processor, message)
        except Exception:
            if isinstance(channel, CollectingOutputChannel):
                channel.messages.clear()
            raise

    return handle_message
