"""One HTTP exchange as the handlers see it, and a route that names everything about it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPMethod
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from actions.accounts import Role, SignedIn
from actions.conversations import Conversation
from bot.gateway.gateway import Gateway
from bot.gateway.problems import Problem
from bot.gateway.rates import Caller
from bot.gateway.tokens import Pass

Body = TypeVar("Body", bound=BaseModel | None)
Query = TypeVar("Query", bound=BaseModel | None)


@dataclass(frozen=True, slots=True)
class Opened:
    """The conversation that the caller's token opens."""

    conversation: Conversation
    token: Pass

    @property
    def id(self) -> str:
        """The conversation's id."""
        return self.conversation.id


async def nothing() -> AsyncIterator[bytes]:
    """The upload of a call that takes none."""
    return
    yield  # an iterator


@dataclass(frozen=True, slots=True)
class Call(Generic[Body, Query]):
    """A checked request."""

    body: Body
    query: Query
    language: str
    headers: Mapping[str, str]
    path: Mapping[str, str]
    address: str  # of the caller, as a limit counts it
    opened: Opened | None = None
    upload: AsyncIterator[bytes] = field(default_factory=nothing)
    content: bytes = b""  # the body as it came: what a signature is over
    signed_in: SignedIn | None = None

    @property
    def caller(self) -> Caller:
        """Whom a call of a conversation is counted for."""
        conversation = self.conversation.conversation
        return Caller(self.address, conversation.site, conversation.id)

    @property
    def agent(self) -> SignedIn:
        """Raises LookupError on a route that is not for people of the company."""
        if self.signed_in is None:
            raise LookupError("Nobody is signed in. Give the route Access.AGENT.")
        return self.signed_in

    @property
    def conversation(self) -> Opened:
        """Raises LookupError on a public route: the route table forgot to ask for a token."""
        if self.opened is None:
            raise LookupError("This route is public. Give it Access.CONVERSATION in routes.py.")
        return self.opened


@dataclass(frozen=True, slots=True)
class Response:
    """What a handler answers: a model, text or bytes, or a stream of them."""

    body: BaseModel | str | bytes | AsyncIterator[bytes]
    status: int = 200
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Access(Enum):
    """Who may call."""

    PUBLIC = "anyone"
    CONVERSATION = "whoever holds the conversation's token"
    ATTACHMENT = "whoever holds the token of the file's conversation, or a signed link to it"
    RENEWAL = "the same, also if the token expired less than a week ago"
    AGENT = "whoever of the company has signed in, with at least the route's role"


Handler = Callable[[Gateway, Call[Any, Any]], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Route:
    """A line of the route table; `answers` maps a status to its model, media type or nothing."""

    method: HTTPMethod
    path: str
    handler: Handler
    answers: Mapping[int, type[BaseModel] | str | None]
    access: Access = Access.PUBLIC
    role: Role = "viewer"
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    headers: tuple[str, ...] = ()
    # A form with one file, which the handler reads as it comes.
    takes_file: bool = False
    problems: tuple[type[Problem], ...] = ()
    # Shown to a browser as a page, too, and takes the form on it.
    page: bool = False
    # Not there at all unless the settings say `demo: true`.
    demo_only: bool = False

    @property
    def name(self) -> str:
        """The operation's name, from its handler."""
        return str(getattr(self.handler, "__name__", "handler"))

    @property
    def summary(self) -> str:
        """What the call does, from its handler's docstring."""
        return (self.handler.__doc__ or "").strip().split("\n")[0]
