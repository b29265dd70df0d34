"""What a two-way help desk answers when it is asked; docs/webhooks.md describes it for bridges."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from actions.tickets.ticket import Status

# More is no reply to a customer; a bridge that sends it has mistaken something else for one.
TEXT_LENGTH = 20_000
MESSAGES = 1_000


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)  # what is not known is left out: bridges may be newer


class ExternalMessage(_Answer):
    """What a person of the team wrote to the contact; private notes are never in an answer."""

    id: Annotated[str, Field(min_length=1, max_length=100)]
    text: Annotated[str, Field(max_length=TEXT_LENGTH, repr=False)]
    author: Annotated[str, Field(max_length=100)] | None = None
    at: datetime | None = None


class ExternalTicket(_Answer):
    """A ticket as the help desk has it: `state` in its word, `status` in ours if it can tell."""

    external_ref: Annotated[str, Field(min_length=1, max_length=100)]
    state: Annotated[str, Field(max_length=100)]
    status: Status | None = None
    queue: Annotated[str, Field(max_length=200)] | None = None
    url: Annotated[str, Field(max_length=2_000)] | None = None
    messages: Annotated[tuple[ExternalMessage, ...], Field(max_length=MESSAGES)] = ()


class HelpDeskCheck(_Answer):
    """That the help desk was reached and signed in to, and what it has by which names."""

    helpdesk: str
    user: str
    queues: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    mails_customer: bool | None = None  # None: the bridge cannot tell
