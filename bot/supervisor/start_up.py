"""From nothing to running processes, everything as early as what it needs is there.

app environment ─► check ─┬─► database ─────────────► worker
                          └─► encoder ─┬─► index ─┬─► actions ─┐
Rasa environment ──────────────────────┴─► model ─┴─► rasa ────┴─► gateway
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from bot.supervisor import address, environments, services
from bot.supervisor.child import Service
from bot.supervisor.crew import Crew
from bot.supervisor.preparation import Preparation
from bot.supervisor.services import Places
from bot.supervisor.slots_file import SlotsFile
from bot.supervisor.steps import State

STEPS = (
    *("app", "rasa", "check", "database", "encoder", "index", "model"),
    *("actions", "dialogue", "gateway"),
)


class StartUp:
    """One start; `hand_over` frees the gateway's port.

    `published`: of the release that serves; else of the files as they are.
    """

    def __init__(
        self,
        preparation: Preparation,
        crew: Crew,
        places: Places,
        hand_over: Callable[[], None],
        *,
        published: bool = False,
    ) -> None:
        self._prepare = preparation
        self._crew = crew
        self._places = places
        self._hand_over = hand_over
        self._published = published
        self._work: list[asyncio.Future[Any]] = []
        self.remarks: list[str] = []
        self.slots = SlotsFile(places.home)
        self.rasa_memory_mb = 0

    async def run(self) -> Places:
        """Where everything is in the end; the first error ends all that was begun."""
        try:
            self._plan()
            await asyncio.gather(*self._work)
        finally:
            for work in self._work:
                work.cancel()
            await asyncio.gather(*self._work, return_exceptions=True)
        if self._published:
            await self._note_release()
        self._hand_over()
        await self._start("gateway", services.gateway)
        return self._places

    def _plan(self) -> None:
        prepare = self._prepare
        app = self._soon(prepare.install(environments.app_environment()))
        rasa = self._soon(prepare.install(environments.rasa_environment()))
        check = self._soon(self._check(), app)
        database = self._soon(self._database(), check)
        encoder = self._soon(self._encoder(), check)
        index = self._soon(self._index(), encoder)
        model = self._soon(self._model(), encoder, rasa)
        self._soon(self._start("", services.worker), database)
        # It writes into every turn which model understood it.
        self._soon(self._start("actions", services.actions), database, index, model)
        self._soon(self._start_rasa(), database, model)

    def _soon(self, work: Coroutine[Any, Any, Any], *needed: Awaitable[Any]) -> asyncio.Future[Any]:
        task = asyncio.ensure_future(_after(needed, work))
        self._work.append(task)
        return task

    async def _check(self) -> None:
        facts = await self._prepare.app_step("check", does="release" if self._published else "")
        if self._published:
            self._prepare.told["PRIMERA_RELEASE"] = facts["release"]
        self._places = self._places.having(
            release=facts.get("release", ""),
            database_url=facts["database_url"],
            rasa_ports=tuple(address.free_port() for _ in range(facts["rasa_slots"])),
        )
        self.rasa_memory_mb = facts["rasa_memory_mb"]
        self.remarks += facts["remarks"]

    async def _database(self) -> None:
        migrated = await self._prepare.app_step("database")
        self.remarks += migrated["remarks"]

    async def _encoder(self) -> None:
        self._places = self._places.having(encoder=await self._prepare.app_step("encoder"))

    async def _index(self) -> None:
        built = await self._prepare.app_step("index", Path(self._places.encoder))
        self.remarks += built["remarks"]
        if self._published:
            self._places = self._places.having(index=built["generation"].rpartition("/")[2])

    async def _model(self) -> None:
        model = await self._prepare.app_step("model", Path(self._places.encoder))
        self._places = self._places.having(model=model)

    async def _note_release(self) -> None:
        """Keeps what was made of the release; the first one begins to serve by itself."""
        places = self._places
        self._prepare.told |= {
            "PRIMERA_ENCODER": places.encoder,
            "PRIMERA_MODEL": places.model,
            "PRIMERA_INDEX": places.index,
        }
        await self._prepare.quiet_step("serve")

    async def _start_rasa(self) -> None:
        self._prepare.steps.start("dialogue")
        self.slots.release, self.slots.index = self._places.release, self._places.index
        slots = services.rasa_slots(self._places)
        await asyncio.gather(*(self._start("", slot) for slot in slots))
        self.slots.write(self._places.rasa_urls)
        self._prepare.steps.end("dialogue", State.DONE)

    async def _start(self, step: str, service_of: Callable[..., Service]) -> None:
        steps = self._prepare.steps
        if step:
            steps.start(step)
        await self._crew.start(service_of(self._places, self._prepare.variables))
        if step:
            steps.end(step, State.DONE)


async def _after(needed: tuple[Awaitable[Any], ...], work: Coroutine[Any, Any, Any]) -> Any:
    try:
        for each in needed:
            await each
    except BaseException:
        work.close()
        raise
    return await work


def first_places(workspace: Path, home: Path, gateway: address.Address) -> Places:
    """What is known before anything was prepared: addresses."""
    return Places(
        workspace=workspace,
        home=home,
        gateway=gateway,
        actions_port=address.free_port(),
        rasa_ports=(address.free_port(),),
    )
