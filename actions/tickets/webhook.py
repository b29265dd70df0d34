"""One signed webhook, sent (Standard Webhooks)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ssl import SSLError

import httpx
from standardwebhooks import Webhook

from actions.outgoing import OutgoingRules, outgoing_client
from actions.tickets.errors import Unsendable
from actions.tickets.failure import TIMED_OUT, told
from actions.tickets.retry import Outcome

TIMEOUT_SECONDS = 15.0  # in all, the answer's body included; Standard Webhooks advises 15 to 30
ANSWER_BYTES = 64 * 1024  # more of an answer is not read
SIGNATURE_SHOWN = 12  # characters: enough to compare, not enough to use


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """Exactly the bytes and headers that go out."""

    url: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    def shown_headers(self) -> dict[str, str]:
        """The headers as people may see them: the signature cannot be used again."""
        signature = self.headers["webhook-signature"][:SIGNATURE_SHOWN] + "…"
        return {**self.headers, "webhook-signature": signature}


def signed_request(
    *,
    url: str,
    webhook_id: str,
    body: str,
    secret: str,
    now: datetime,
    request_id: str | None = None,
) -> SignedRequest:
    """The event, signed for this attempt; raises Unsendable if it cannot be."""
    # The library drops the time zone instead of converting it, so it must be UTC.
    moment = now.astimezone(UTC)
    try:
        content = body.encode("utf-8")
        signature = Webhook(secret).sign(webhook_id, moment, body)
    except UnicodeEncodeError:
        raise Unsendable("The event is not valid Unicode.") from None
    except Exception as error:  # the library raises whatever base64 and hmac raise
        raise Unsendable(
            f"The help desk's secret cannot sign ({type(error).__name__}). "
            "Set it to base64 of 24 to 64 bytes, then replay."
        ) from None
    headers = {
        "content-type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
    }
    if request_id:
        headers["x-request-id"] = request_id
    return SignedRequest(url, content, headers)


def webhook_client(rules: OutgoingRules) -> httpx.AsyncClient:
    """A client that goes to the help desks of the rules, and nowhere else."""
    client = outgoing_client(rules, agent="Primera webhooks")
    client.headers["accept-encoding"] = "identity"
    return client


async def send(
    client: httpx.AsyncClient, request: SignedRequest, *, timeout: float = TIMEOUT_SECONDS
) -> Outcome:
    """One attempt; whatever happens is an outcome."""
    try:
        async with asyncio.timeout(timeout):
            return await _exchange(client, request, timeout)
    except (TimeoutError, httpx.TimeoutException):
        return Outcome(error=f"{TIMED_OUT}: no complete answer within {timeout:g} s")
    except (httpx.HTTPError, SSLError, OSError) as error:
        return Outcome(error=told(error))
    except (httpx.InvalidURL, UnicodeError) as error:
        return Outcome(error=f"{type(error).__name__}: {error}", unsendable=True)


async def _exchange(client: httpx.AsyncClient, request: SignedRequest, timeout: float) -> Outcome:
    post = client.stream(
        "POST", request.url, content=request.body, headers=request.headers, timeout=timeout
    )
    async with post as answer:
        await _read_some(answer)
        error = None if answer.is_success else f"answered {answer.status_code}"
        return Outcome(answer.status_code, error, answer.headers.get("retry-after"))


async def _read_some(answer: httpx.Response) -> None:
    # Raw bytes: an answer of a few that inflates to gigabytes stays a few.
    read = 0
    async for chunk in answer.aiter_raw():
        read += len(chunk)
        if read >= ANSWER_BYTES:
            return
