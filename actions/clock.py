"""The clock: looks from time to time for what has become due."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from actions.logs import logger
from actions.rounds import make_rounds

log = logger("clock")


class Clock:
    """Calls `ring` until it finds nothing more; several may run at once on the same database.

    `ring`: does some of what is due at a time, and says how much.
    """

    def __init__(
        self, ring: Callable[[datetime], int], *, now: Callable[[], datetime], every: float
    ) -> None:
        self._ring = ring
        self._now = now
        self._every = every  # seconds

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set."""
        await make_rounds(stop, self._ring_all, every=self._every, log=log)

    async def _ring_all(self) -> None:
        while await asyncio.to_thread(self._ring, self._now()):
            pass
