"""Load that does not wait: messages arrive at a fixed rate, however long those before took."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.load.arrivals import arrivals, with_ticket
from bot.load.figures import times
from bot.load.oracle import Verdict, verdict
from bot.load.primera import Primera
from bot.load.script import words
from bot.load.visitor import Exchange, Visitor, client

Say = Callable[[str], None]

# A message that met a failing Rasa is tried again for ten minutes; by then it has long been told.
SETTLING_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """How much, for how long."""

    rate: float = 10.0  # messages a second
    conversations: int = 300
    tickets: float = 0.1  # share of the conversations that open one
    seconds: float = 1_800.0
    seed: int = 6


async def under_load(primera: Primera, load: Load, say: Say) -> dict[str, Any]:
    """The figures, and what the database says became of every message."""
    async with client(primera.url) as http:
        locales = [("es", "en")[number % 2] for number in range(load.conversations)]
        visitors = [await Visitor.arrive(http, locale) for locale in locales]
        exchanges = await _play(visitors, locales, load, say)
    tickets = [
        visitor.conversation_id
        for number, visitor in enumerate(visitors)
        if with_ticket(number, share=load.tickets)
    ]
    sent = [(each.conversation_id, each.client_message_id) for each in exchanges]
    found = await _settled(lambda: verdict(primera.database_url, sent, with_ticket=tickets))
    unanswered = sum(not exchange.answered for exchange in exchanges)
    return {
        **asdict(load),
        **times(exchanges),
        **asdict(found),
        "unanswered_at_the_client": unanswered,
    }


async def _settled(judge: Callable[[], Verdict]) -> Verdict:
    """The verdict once nothing is open, or when nobody would wait any longer."""
    until = time.monotonic() + SETTLING_SECONDS
    while (found := await asyncio.to_thread(judge)).lost and time.monotonic() < until:
        await asyncio.sleep(1)
    return found


async def _play(
    visitors: Sequence[Visitor], locales: Sequence[str], load: Load, say: Say
) -> list[Exchange]:
    scripts = [
        words(locale, ticket=with_ticket(number, share=load.tickets))
        for number, locale in enumerate(locales)
    ]
    # People do not write while they wait for the answer; the time counts from when it was due.
    turns = [asyncio.Lock() for _ in visitors]
    began = time.perf_counter()

    async def arrive(due: float, number: int) -> Exchange:
        async with turns[number]:
            return await visitors[number].says(next(scripts[number]), due=due)

    under_way: list[asyncio.Task[Exchange]] = []
    for at, number in arrivals(
        rate=load.rate,
        seconds=load.seconds,
        conversations=load.conversations,
        seed=load.seed,
    ):
        await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
        under_way.append(asyncio.create_task(arrive(began + at, number)))
        say(f"{len(under_way)} messages")
    return list(await asyncio.gather(*under_way))
