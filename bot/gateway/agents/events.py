"""The conversations of an agent's teams as they happen: server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from actions.accounts import Account
from actions.handoffs import Case, is_seen
from bot.gateway.agents.bodies import PublicCase
from bot.gateway.agents.feed import Cases
from bot.gateway.events import MEDIA_TYPE, PING, event
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.rates import Caller

SITE = ""  # agents' streams count as no site's


async def stream_agent_events(gateway: Gateway, call: Call[None, None]) -> Response:
    """Follow the conversations of one's teams: how each stands, and that one is gone."""
    caller = Caller(call.address, SITE, call.agent.account.id)
    gateway.rates.refuse_crowd(caller)
    gateway.rates.count("streams", caller)
    headers = {"X-Accel-Buffering": "no"}
    return Response(_events(gateway, call, caller), media_type=MEDIA_TYPE, headers=headers)


async def _events(gateway: Gateway, call: Call[None, None], caller: Caller) -> AsyncIterator[bytes]:
    feed, reconnect_ms = gateway.agents_feed, int(gateway.patience.reconnect * 1000)
    account, told = call.agent.account, dict[str, Case]()
    with gateway.rates.open_stream(caller), feed.watch() as changed:
        yield f"retry: {reconnect_ms}\n\n".encode()
        await feed.poll()
        while not feed.closed:
            changed.clear()
            seen = _seen(feed.cases, account)
            for chunk in _differences(told, seen, account):
                yield chunk
            told = seen
            try:
                async with asyncio.timeout(gateway.patience.ping):
                    await changed.wait()
            except TimeoutError:
                yield PING
                # They may have signed out meanwhile, or see other teams now.
                known = await gateway.blocking(
                    gateway.accounts.signed_in, call.agent.token, now=gateway.now()
                )
                if known is None:
                    break
                account = known.account
        yield event("bye", {"retry_ms": reconnect_ms})


def _seen(cases: Cases, account: Account) -> dict[str, Case]:
    return {name: case for name, case in cases.items() if is_seen(case.handoff, account)}


def _differences(told: Cases, seen: Cases, account: Account) -> Iterator[bytes]:
    for name, case in seen.items():
        if told.get(name) != case:
            content = PublicCase.of(case, account).model_dump(mode="json", exclude_none=True)
            yield event("conversation", content)
    for name in told.keys() - seen.keys():
        yield event("gone", {"conversation_id": name})
