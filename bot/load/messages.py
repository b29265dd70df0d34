"""How long a whole message takes, from the visitor and back, and how many go through at once."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from actions.workspace import Workspace
from bot.load.figures import edges, times
from bot.load.primera import Primera, running
from bot.load.script import words
from bot.load.stock import StockVisitor, stock_rasa
from bot.load.visitor import Exchange, Visitor, client

Say = Callable[[str], None]


class Speaker(Protocol):
    """Who writes and waits for the reply."""

    async def says(self, text: str) -> Exchange:
        """Sends words and waits for the reply."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How many messages are measured."""

    turns: int = 200  # of one conversation, one after the other
    stock_turns: int = 100
    clients: int = 16
    each: int = 25  # of every client, when all write at once


async def measured_anew(
    workspace: Workspace, home: Path, say: Say, *, amount: Amount
) -> dict[str, Any]:
    """As `measured`, of a Primera that is started for it."""
    busy = round(os.getloadavg()[0], 1)
    async with running(workspace, home / "primera") as primera:
        return {
            "load_before": busy,
            **await measured(primera, home / "stock", say, amount=amount),
        }


async def measured(primera: Primera, folder: Path, say: Say, *, amount: Amount) -> dict[str, Any]:
    """Primera's figures, stock Rasa's on the same machine in the same minutes, and memory."""
    say("Primera")
    ours = await _ours(primera, amount)
    resident = primera.resident_mb()
    say("stock Rasa")
    stock = await _stock(primera, folder, amount)
    return {"primera": ours | {"resident_mb": resident}, "stock_rasa": stock}


async def _ours(primera: Primera, amount: Amount) -> dict[str, Any]:
    async with client(primera.url) as http:

        async def arrive(locale: str) -> Visitor:
            return await Visitor.arrive(http, locale)

        return await _figures(arrive, amount, turns=amount.turns)


async def _stock(primera: Primera, folder: Path, amount: Amount) -> dict[str, Any]:
    async with (
        stock_rasa(primera, folder) as stock,
        client(primera.url) as gateway,
        client(stock.url) as http,
    ):

        async def arrive(locale: str) -> StockVisitor:
            # Actions look the conversation up.
            known = await Visitor.arrive(gateway, locale)
            return StockVisitor(http, known.conversation_id, locale)

        figures = await _figures(arrive, amount, turns=amount.stock_turns)
        return figures | {"resident_mb": stock.resident_mb()}


async def _figures(
    arrive: Callable[[str], Awaitable[Speaker]], amount: Amount, *, turns: int
) -> dict[str, Any]:
    await _talk(await arrive("es"), "es", amount.each)  # warm
    one = await _talk(await arrive("es"), "es", turns)
    locales = [("es", "en")[number % 2] for number in range(amount.clients)]
    visitors = [await arrive(locale) for locale in locales]
    began = time.perf_counter()
    talks = await asyncio.gather(
        *(
            _talk(visitor, locale, amount.each)
            for visitor, locale in zip(visitors, locales, strict=True)
        )
    )
    took = time.perf_counter() - began
    many = [exchange for talk in talks for exchange in talk]
    answered = sum(exchange.answered for exchange in many)
    return {
        "turns": turns,
        **times(one),
        **edges(one),
        "clients": amount.clients,
        "messages_per_second": round(answered / took, 1),
        "unanswered": len(one) + len(many) - answered - sum(each.answered for each in one),
    }


async def _talk(visitor: Speaker, locale: str, messages: int) -> Sequence[Exchange]:
    script = words(locale, ticket=False)
    return [await visitor.says(next(script)) for _ in range(messages)]
