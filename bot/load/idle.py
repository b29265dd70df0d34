"""What idle event streams cost: memory of the gateway, and time of who is active beside them."""

import asyncio
from typing import Any

from bot.load.figures import times
from bot.load.primera import Primera
from bot.load.script import words
from bot.load.streams import idle_streams
from bot.load.visitor import Exchange, Visitor, client

STREAMS = 1_000
ACTIVE = 10
MESSAGES = 30  # of each active visitor
# A visitor reads before they write again.
PAUSE_SECONDS = 1.0
SETTLING_SECONDS = 3.0
KB = 1024


async def idle_cost(
    primera: Primera, *, streams: int = STREAMS, messages: int = MESSAGES
) -> dict[str, Any]:
    """KB of the gateway for each stream; p95 of ten active visitors without and with them."""
    async with client(primera.url) as http:
        watching = [await Visitor.arrive(http, "es") for _ in range(streams)]
        await _active(primera, messages // 3 or 1)  # warm
        alone = await _active(primera, messages)
        before = primera.resident_bytes("gateway")
        async with idle_streams(primera.url, watching) as open_streams:
            await asyncio.sleep(SETTLING_SECONDS)
            after = primera.resident_bytes("gateway")
            beside = await _active(primera, messages)
            ended = sum(stream.ended for stream in open_streams)
    return {
        "streams": streams,
        "streams_ended_early": ended,
        "kb_per_stream": round((after - before) / KB / streams, 1),
        "p95_ms_alone": times(alone)["p95_ms"],
        "p95_ms_beside": times(beside)["p95_ms"],
    }


async def _active(primera: Primera, messages: int) -> list[Exchange]:
    async with client(primera.url) as http:

        async def visit(number: int) -> list[Exchange]:
            script = words("es", ticket=False)
            visitor = await Visitor.arrive(http, "es")
            await asyncio.sleep(number * PAUSE_SECONDS / ACTIVE)
            said = []
            for _ in range(messages):
                said.append(await visitor.says(next(script)))
                await asyncio.sleep(PAUSE_SECONDS)
            return said

        visits = await asyncio.gather(*(visit(number) for number in range(ACTIVE)))
    return [exchange for visit in visits for exchange in visit]
