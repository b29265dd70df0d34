"""Channel: a way by which contacts write to the bot and are answered, beside the chat.

What comes in is a message, its files and who says so; what goes out is what was said in a turn.
Everything between the two is the same for all channels: the gateway's flow, the transcript, the
worker's outbox.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from actions.conversations.message import Message


@dataclass(frozen=True, slots=True)
class Writer:
    """Who says that they write; `checked`: the channel vouches that the address is theirs."""

    address: str = field(repr=False)
    name: str = field(default="", repr=False)
    checked: bool = False


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file as it came: nothing about it is checked yet."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a contact.

    `id` is the same whenever the message comes; `receipt` finds it in the channel again.
    `threads` are the words of threads that it carries, the surest first, and `answers` the ids of
    what of ours it answers. `context` is what the channel needs to answer it.
    """

    id: str
    receipt: str
    writer: Writer
    text: str = field(repr=False)
    files: tuple[IncomingFile, ...] = ()
    threads: tuple[str, ...] = field(default=(), repr=False)
    answers: tuple[str, ...] = field(default=(), repr=False)
    language: str | None = None
    subject: str = field(default="", repr=False)
    context: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What came and is not a contact's message; `gone`: threads whose address takes nothing."""

    receipt: str
    reason: str
    gone: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation as a channel knows it; `proven`: the address was shown to be the writer's."""

    conversation_id: str
    channel: str
    word: str = field(repr=False)
    address: str = field(repr=False)
    proven: bool
    context: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Channel(Protocol):
    """Its calls block: a thread of their own runs them."""

    @property
    def name(self) -> str:
        """Its conversations' site, and what the ids of their messages begin with."""

    @property
    def place(self) -> str:
        """Where it is read, e.g. which mailbox: of another one it is read from then on."""

    def receive(self, *, since: datetime) -> Sequence[Incoming | Unwanted]:
        """Some of what has come since then and is not settled; raises ChannelDown."""

    def settle(self, *, done: Sequence[str], aside: Sequence[str]) -> None:
        """By their receipts: what is dealt with goes, what nobody deals with is laid aside."""

    def forget(self, words: Sequence[str], *, older: datetime) -> None:
        """Nothing that was laid aside stays of these threads, or from before then."""

    def say(
        self,
        connection: Connection,
        thread: Thread,
        said: Sequence[Message],
        *,
        language: str,
        now: datetime,
    ) -> None:
        """Keeps what is to be sent, in the caller's transaction; sends nothing itself."""


class ChannelDown(Exception):
    """The channel cannot be reached; the sentence says how to find out more and names nobody."""
