"""How often callers may come: the `limits:` of bot/settings.yml."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ALLOWANCE = re.compile(r"[1-9][0-9]{0,6}/(second|minute|hour|day)")


def _an_allowance(text: str) -> str:
    if not ALLOWANCE.fullmatch(text):
        raise ValueError(
            f"{text!r} is no limit; write how many in which time (second, minute, hour or day), "
            "e.g. 30/minute"
        )
    return text


Allowance = Annotated[str, AfterValidator(_an_allowance)]
Many = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewConversations(_Part):
    """Conversations that are opened; a mobile network or an office is one address."""

    address: Allowance = "600/hour"
    site: Allowance = "12000/hour"


class Messages(_Part):
    """Messages that are sent; nobody types one a second for a minute."""

    conversation: Allowance = "60/minute"
    address: Allowance = "600/minute"
    site: Allowance = "6000/minute"


class Uploads(_Part):
    """Files that are sent; what a conversation may have in all is in `attachments`."""

    conversation: Allowance = "30/hour"
    address: Allowance = "300/hour"
    site: Allowance = "3000/hour"


class Streams(_Part):
    """Event streams that are opened; a page that comes back opens its stream again."""

    conversation: Allowance = "60/minute"
    address: Allowance = "1200/minute"
    site: Allowance = "12000/minute"


class Pages(_Part):
    """Private pages of tickets that are looked at; their tokens cannot be guessed all the same."""

    address: Allowance = "600/minute"


class SignIns(_Part):
    """Tries of people of the company to sign in; an office is one address."""

    address: Allowance = "120/hour"


class OpenStreams(_Part):
    """Event streams that are open at once."""

    address: Many = 1_000
    site: Many = 10_000


class Allowances(_Part):
    """All of them; `factor` multiplies each, e.g. for a load test from one address."""

    conversations: NewConversations = NewConversations()
    messages: Messages = Messages()
    attachments: Uploads = Uploads()
    streams: Streams = Streams()
    pages: Pages = Pages()
    sign_ins: SignIns = SignIns()
    open_streams: OpenStreams = OpenStreams()
    factor: Many = 1
