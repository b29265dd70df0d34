"""Applies what people edited to a running Primera: `primera run --watch`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.supervisor import address, services, watch
from bot.supervisor.child import Service
from bot.supervisor.crew import Crew
from bot.supervisor.errors import SupervisorError
from bot.supervisor.preparation import Preparation
from bot.supervisor.services import Places

STEPS = ("check", "encoder", "index", "model")


class Edits:
    """Rebuilds what depends on an edited file; steps whose inputs are the same skip themselves."""

    def __init__(self, preparation: Preparation, crew: Crew, places: Places) -> None:
        self._prepare = preparation
        self._crew = crew
        self._places = places
        self._say = preparation.say

    async def follow(self) -> None:
        """Looks every second, for ever; acts when the files have rested for a second."""
        applied = seen = watch.state_of(self._places.workspace)
        while True:
            await asyncio.sleep(watch.LOOK_SECONDS)
            before, seen = seen, watch.state_of(self._places.workspace)
            groups = watch.changed(applied, seen)
            if groups and before == seen:
                applied = seen
                await self._try(groups)

    async def _try(self, groups: set[str]) -> None:
        self._say("Edited: " + ", ".join(sorted(groups)))
        try:
            await self.apply(groups)
        except SupervisorError as problem:
            self._say(f"{problem}\nThe previous version goes on.")
        else:
            self._say("The edit is live.")

    async def apply(self, groups: set[str]) -> None:
        """New index, then new model, then the processes that read an edited file."""
        await self._prepare.app_step("check")
        encoder = await self._prepare.app_step("encoder")
        # The action server takes a new index up by itself, so this alone makes an article live.
        await self._prepare.app_step("index", Path(encoder))
        model = await self._prepare.app_step("model", Path(encoder))
        other_encoder = encoder != self._places.encoder
        if model != self._places.model:
            await self._change_model(model, encoder)
        if groups & watch.READ_AT_START or other_encoder:
            await self._restart_app()

    async def _change_model(self, model: str, encoder: str) -> None:
        before, port = self._places, address.free_port()
        self._places = before.having(model=model, encoder=encoder, rasa_port=port)
        try:
            # The gateway is away for two seconds; a Rasa that was replaced in place, for twenty.
            await self._crew.succeed(self._service(services.rasa), self._introduce)
        except SupervisorError:
            self._places = before
            raise

    async def _introduce(self) -> None:
        await self._crew.replace(self._service(services.actions))
        await self._restart_gateway()

    async def _restart_app(self) -> None:
        for service_of in (services.actions, services.worker):
            await self._crew.replace(self._service(service_of))
        await self._restart_gateway()

    async def _restart_gateway(self) -> None:
        await self._crew.replace(self._service(services.gateway))

    def _service(self, service_of: services.ServiceOf) -> Service:
        return service_of(self._places, self._prepare.variables)
