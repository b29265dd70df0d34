"""What goes by itself: what a turn wrote after an erasure, and what was kept long enough."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime

from actions.privacy import Erasures, Retention
from bot.gateway.blocking import Blocking
from bot.gateway.surprise import report


class Tidying:
    """Looks from time to time, in a thread of its own: no message waits for it."""

    def __init__(
        self, erasures: Erasures, retention: Retention | None, *, now: Callable[[], datetime]
    ) -> None:
        self._erasures = erasures
        self._retention = retention
        self._now = now
        self._blocking = Blocking(threads=1)
        self._stopping = threading.Event()

    async def run(self, *, every: float) -> None:
        """At once and every so many seconds, until cancelled; a failure is tried again."""
        while True:
            try:
                await self._blocking(self.tidy)
            except Exception as error:
                report(error, "erasing what has been kept long enough")
            await asyncio.sleep(every)

    def tidy(self) -> None:
        """Once; several processes at the same time do no harm."""
        self._erasures.sweep(now=self._now())
        if self._retention is not None:
            self._retention.run(now=self._now(), pause=self._pause)

    def close(self) -> None:
        """Ends after the batch under way."""
        self._stopping.set()
        self._blocking.close()

    def _pause(self, seconds: float) -> bool:
        return self._stopping.wait(seconds)
