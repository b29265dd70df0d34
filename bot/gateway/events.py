"""A conversation as it happens: server-sent events."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

from bot.gateway.bodies import PublicMessage
from bot.gateway.exchange import Call, Response
from bot.gateway.feed import Wake
from bot.gateway.gateway import Gateway
from bot.gateway.problems import InvalidRequest, TooManyStreams

MEDIA_TYPE = "text/event-stream"
PING = b": ping\n\n"


async def stream_events(gateway: Gateway, call: Call[None, None]) -> Response:
    """Follow the conversation; `Last-Event-ID` resumes after that sequence number."""
    last_seen = call.headers.get("last-event-id", "0")
    if not re.fullmatch(r"[0-9]{1,15}", last_seen):
        raise InvalidRequest.field("Last-Event-ID", "sequence_number")
    if gateway.feed.is_crowded(call.conversation.id):
        raise TooManyStreams
    gateway.rates.refuse_crowd(call.caller)
    gateway.rates.count("streams", call.caller)
    # Proxies must not hold events back.
    headers = {"X-Accel-Buffering": "no"}
    events = _events(gateway, call, after=int(last_seen))
    return Response(events, media_type=MEDIA_TYPE, headers=headers)


async def _events(gateway: Gateway, call: Call[None, None], *, after: int) -> AsyncIterator[bytes]:
    conversation_id, token = call.conversation.id, call.conversation.token
    reconnect_ms = int(gateway.patience.reconnect * 1000)
    with gateway.rates.open_stream(call.caller), gateway.feed.watch(conversation_id) as watch:
        # The response's headers leave with the first bytes: the client learns that it is connected.
        yield f"retry: {reconnect_ms}\n\n".encode()
        wake: Wake | None = Wake(news=True)
        while True:
            if wake is None:
                yield PING
            elif wake.news:
                for message in await gateway.blocking(
                    gateway.conversations.messages, conversation_id, after=after
                ):
                    said = PublicMessage.of(message)
                    after = said.seq
                    yield _message(said)
            for hint in wake.hints if wake else ():
                yield event(hint.event, hint.data)
            if (wake and wake.closed) or gateway.now().timestamp() >= token.expires_at:
                yield event("bye", {"retry_ms": reconnect_ms})
                return
            wake = await watch.next(within=gateway.patience.ping)


def _message(message: PublicMessage) -> bytes:
    content = message.model_dump(mode="json", exclude_none=True)
    told = event("message", content, event_id=message.seq)
    # A page that shows tickets elsewhere need not read every message.
    return told + event("ticket", content["ticket"]) if message.ticket else told


def event(name: str, data: Any, *, event_id: int | None = None) -> bytes:
    """One event as it goes over the wire."""
    identity = "" if event_id is None else f"id: {event_id}\n"
    return f"{identity}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
