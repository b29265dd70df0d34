"""A conversation and what is known about it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions.conversations.message import Message, Reply

ID_BYTES = 16  # 128 random bits: nobody guesses another visitor's conversation


@dataclass(frozen=True, slots=True)
class Conversation:
    """One visitor's talk with the bot."""

    id: str
    locale: str
    site: str
    created_at: datetime
    page: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """A message, committed; `new` is False when it had been received before.

    `for_people`: of a conversation that people have, so the bot has nothing to do with it.
    """

    message: Message
    payload: str | None
    new: bool
    for_people: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a message: whether people have its conversation, and what Rasa saved."""

    with_people: bool
    replies: list[Reply] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Pending:
    """A message of the contact that the bot has not dealt with yet."""

    conversation_id: str
    message_id: str
    seq: int
    text: str = field(repr=False)
    payload: str | None = field(repr=False)
    received_at: datetime
    request_id: str | None = None


def new_id(prefix: str) -> str:
    """A random id, url-safe, e.g. `msg_…`."""
    return f"{prefix}_{secrets.token_urlsafe(ID_BYTES)}"
