"""Asks a help desk what became of a ticket, by a signed request as every webhook is one."""

import asyncio
import json
from datetime import datetime
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from actions.helpdesks.answer import ExternalTicket, HelpDeskCheck
from actions.tickets import HelpDesk, Unsendable
from actions.tickets.events import utc
from actions.tickets.failure import told
from actions.tickets.ticket import new_id
from actions.tickets.webhook import TIMEOUT_SECONDS, signed_request

ANSWER_BYTES = 2_000_000  # a thousand replies of an ordinary length

Answer = TypeVar("Answer", bound=BaseModel)


class HelpDeskFailed(Exception):
    """The help desk did not answer as it should; the sentence says how."""


async def ask_ticket(
    client: httpx.AsyncClient,
    helpdesk: HelpDesk,
    secret: str,
    *,
    number: str,
    public_id: str,
    now: datetime,
) -> ExternalTicket | None:
    """The ticket as it stands there; None if there is none. Raises HelpDeskFailed."""
    data = {"ticket": {"number": number, "public_id": public_id}}
    content = await _asked(client, helpdesk, secret, "ticket.read", data, now)
    return None if content is None else _validated(ExternalTicket, content)


async def ask_check(
    client: httpx.AsyncClient, helpdesk: HelpDesk, secret: str, *, now: datetime
) -> HelpDeskCheck:
    """Whether the help desk is reached, and by which names it has what. Raises HelpDeskFailed."""
    content = await _asked(client, helpdesk, secret, "helpdesk.check", {}, now)
    if content is None:
        raise HelpDeskFailed("answered 404: nothing of ours listens at its url.")
    return _validated(HelpDeskCheck, content)


async def _asked(
    client: httpx.AsyncClient,
    helpdesk: HelpDesk,
    secret: str,
    type: str,
    data: dict[str, Any],
    now: datetime,
) -> bytes | None:
    body = json.dumps({"type": type, "timestamp": utc(now), "data": data}, ensure_ascii=False)
    try:
        request = signed_request(
            url=helpdesk.url, webhook_id=new_id("ask"), body=body, secret=secret, now=now
        )
        async with (
            asyncio.timeout(TIMEOUT_SECONDS),
            client.stream(
                "POST",
                request.url,
                content=request.body,
                headers=request.headers,
                timeout=TIMEOUT_SECONDS,
            ) as answer,
        ):
            content = await _read(answer)
    except TimeoutError:
        raise HelpDeskFailed(f"no complete answer within {TIMEOUT_SECONDS:g} s") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        raise HelpDeskFailed(told(error)) from None
    except Unsendable as error:
        raise HelpDeskFailed(str(error)) from None
    if answer.status_code == httpx.codes.NOT_FOUND:
        return None
    if answer.status_code != httpx.codes.OK:
        raise HelpDeskFailed(f"answered {answer.status_code}{_reason(content)}")
    return content


async def _read(answer: httpx.Response) -> bytes:
    read = bytearray()
    async for chunk in answer.aiter_raw():  # as it came: nothing inflates
        read += chunk
        if len(read) > ANSWER_BYTES:
            raise HelpDeskFailed(f"answered more than {ANSWER_BYTES} bytes")
    return bytes(read)


def _validated(model: type[Answer], content: bytes) -> Answer:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        # Where it is wrong, never what it says: that may be a customer's words.
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise HelpDeskFailed(
            f"its answer is not as docs/webhooks.md says (at {place or 'its beginning'})"
        ) from None


def _reason(content: bytes) -> str:
    """What the bridge says of itself: our bridges name no customer there."""
    try:
        reason = json.loads(content)["error"]
    except (ValueError, KeyError, TypeError):
        return ""
    return f": {reason[:300]}" if isinstance(reason, str) else ""
