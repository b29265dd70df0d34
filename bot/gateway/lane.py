"""A conversation's messages on their way to Rasa, in the order they were written."""

import asyncio
from collections import deque
from dataclasses import dataclass, field, replace

from actions.conversations import Conversation, Pending, Received, Reply
from actions.request_id import current_request_id


@dataclass(eq=False, slots=True)
class OpenMessage:
    """A message of the contact until the bot has dealt with it."""

    pending: Pending
    since: float  # the event loop's clock, which never jumps
    failures: int = 0
    apologised: bool = False
    replies: list[Reply] | None = field(default=None, repr=False)
    settled: bool = False

    @property
    def id(self) -> str:
        """The message's id."""
        return self.pending.message_id


@dataclass(eq=False, slots=True, weakref_slot=True)
class Lane:
    """A conversation's open messages: one at a time goes to Rasa."""

    conversation: Conversation
    queue: deque[OpenMessage] = field(default_factory=deque)
    receiving: asyncio.Lock = field(default_factory=asyncio.Lock)
    # A reply and an honest line to one message never cross.
    committing: asyncio.Lock = field(default_factory=asyncio.Lock)
    worker: asyncio.Task[None] | None = None
    # The conversation was erased: nothing is said or asked any more.
    gone: bool = False


def in_language(conversation: Conversation, locale: str | None) -> Conversation:
    """The conversation as it goes on in a language; None leaves it as it is."""
    return conversation if locale is None else replace(conversation, locale=locale)


def pending_of(conversation_id: str, received: Received) -> Pending:
    """A message just received, as the store would list it; one query less."""
    message = received.message
    if message.seq is None or message.message_id is None or message.created_at is None:
        raise ValueError("The store returned a message without seq, id or time.")
    return Pending(
        conversation_id,
        message.message_id,
        message.seq,
        text=message.text,
        payload=received.payload,
        received_at=message.created_at,
        request_id=current_request_id(),
    )
