"""Rounds: work that a process does again and again until it is told to stop."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError
from structlog.stdlib import BoundLogger

from actions.logs import told


async def make_rounds(
    stop: asyncio.Event, work: Callable[[], Awaitable[object]], *, every: float, log: BoundLogger
) -> None:
    """`work`, then a rest of so many seconds, until `stop` is set.

    A database that does not answer is told, and asked again in the next round.
    """
    while not stop.is_set():
        try:
            await work()
        except SQLAlchemyError as error:
            log.error("The database does not answer; trying again.", exception=told(error))
        await rest(stop, every)


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """So many seconds, or until `stop` is set."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
