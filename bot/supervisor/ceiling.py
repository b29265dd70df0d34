"""Renews a Rasa slot that has grown above the memory it may hold, without a lost turn.

A second process starts beside the first and is warmed; the gateway is told its address; the first
ends the turns it is at and goes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from bot.supervisor import address, services
from bot.supervisor.crew import Crew
from bot.supervisor.errors import SupervisorError
from bot.supervisor.memory import resident_mb
from bot.supervisor.slots_file import SlotsFile

LOOK_SECONDS = 10.0
# Where a new process is as large as the old one, renewing it again at once would help nobody.
REST_SECONDS = 600.0


class Ceiling:
    """Looks at every slot; `megabytes` is what one may hold."""

    def __init__(
        self,
        crew: Crew,
        slots: SlotsFile,
        megabytes: int,
        say: Callable[[str], None],
        *,
        resident: Callable[[int], int] = resident_mb,
        look: float = LOOK_SECONDS,
        rest: float = REST_SECONDS,
    ) -> None:
        self._crew = crew
        self._slots = slots
        self._megabytes = megabytes
        self._say = say
        self._resident = resident
        self._look = look
        self._rest = rest
        self._tried: dict[int, float] = {}

    async def keep(self) -> None:
        """Looks for ever."""
        while True:
            await asyncio.sleep(self._look)
            for slot in range(len(self._slots.addresses)):
                if self._is_due(slot) and self._holds(slot) > self._megabytes:
                    self._tried[slot] = time.monotonic()
                    await self._renew(slot)

    def _is_due(self, slot: int) -> bool:
        tried = self._tried.get(slot)
        return tried is None or time.monotonic() - tried >= self._rest

    def _holds(self, slot: int) -> int:
        child = self._crew.child(services.slot_name(slot))
        return self._resident(child.process.pid) if child.ready and child.process else 0

    async def _renew(self, slot: int) -> None:
        async with self._crew.changing:
            name, before = services.slot_name(slot), self._holds(slot)
            port = address.free_port()
            new = services.at_port(self._crew.child(name).service, port)

            async def switch() -> None:
                self._slots.move(slot, services.slot_url(port))

            try:
                await self._crew.succeed([new], switch)
            except (SupervisorError, OSError) as problem:
                self._say(
                    f"{name} holds {before} MB and could not be renewed; it goes on. {problem}"
                )
                return
        self._say(f"{name} held {before} MB; a new one took over.")
        if (after := self._holds(slot)) > self._megabytes:
            self._say(f"It begins with {after} MB: raise rasa.memory_mb in bot/settings.yml.")
