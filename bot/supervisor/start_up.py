"""From nothing to four running processes, everything as early as what it needs is there.

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
from bot.supervisor.steps import State

STEPS = (
    *("app", "rasa", "check", "database", "encoder", "index", "model"),
    *("actions", "dialogue", "gateway"),
)


class StartUp:
    """One start; `hand_over` frees the gateway's port."""

    def __init__(
        self, preparation: Preparation, crew: Crew, places: Places, hand_over: Callable[[], None]
    ) -> None:
        self._prepare = preparation
        self._crew = crew
        self._places = places
        self._hand_over = hand_over
        self._work: list[asyncio.Future[Any]] = []
        self.remarks: list[str] = []

    async def run(self) -> Places:
        """Where everything is in the end; the first error ends all that was begun."""
        try:
            self._plan()
            await asyncio.gather(*self._work)
        finally:
            for work in self._work:
                work.cancel()
            await asyncio.gather(*self._work, return_exceptions=True)
        self._hand_over()
        await self._start("gateway", services.gateway)
        return self._places

    def _plan(self) -> None:
        prepare = self._prepare
        app = self._soon(prepare.install(environments.app_environment()))
        rasa = self._soon(prepare.install(environments.rasa_environment()))
        check = self._soon(self._check(), app)
        database = self._soon(prepare.app_step("database"), check)
        encoder = self._soon(self._encoder(), check)
        index = self._soon(self._index(), encoder)
        model = self._soon(self._model(), encoder, rasa)
        self._soon(self._start("", services.worker), database)
        # It writes into every turn which model understood it.
        self._soon(self._start("actions", services.actions), database, index, model)
        self._soon(self._start("dialogue", services.rasa), database, model)

    def _soon(self, work: Coroutine[Any, Any, Any], *needed: Awaitable[Any]) -> asyncio.Future[Any]:
        task = asyncio.ensure_future(_after(needed, work))
        self._work.append(task)
        return task

    async def _check(self) -> None:
        facts = await self._prepare.app_step("check")
        self._places = self._places.having(database_url=facts["database_url"])
        self.remarks += facts["remarks"]

    async def _encoder(self) -> None:
        self._places = self._places.having(encoder=await self._prepare.app_step("encoder"))

    async def _index(self) -> None:
        built = await self._prepare.app_step("index", Path(self._places.encoder))
        self.remarks += built["remarks"]

    async def _model(self) -> None:
        model = await self._prepare.app_step("model", Path(self._places.encoder))
        self._places = self._places.having(model=model)

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
        rasa_port=address.free_port(),
    )
