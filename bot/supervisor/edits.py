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
from bot.supervisor.slots_file import SlotsFile

STEPS = ("check", "encoder", "index", "model")
GOES_ON = "what ran before goes on."
IS_AWAY = "a process does not start with it and is tried again; correct the file."


class Edits:
    """Rebuilds what depends on an edited file; steps whose inputs are the same skip themselves."""

    def __init__(
        self, preparation: Preparation, crew: Crew, places: Places, slots: SlotsFile
    ) -> None:
        self._prepare = preparation
        self._crew = crew
        self._slots = slots
        self._places = places
        self._say = preparation.say
        self._waiting: set[str] = set()  # edited, and not live yet

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
        self._waiting |= groups
        try:
            await self.apply(self._waiting)
        except (SupervisorError, OSError) as problem:
            still = GOES_ON if self._crew.is_whole else IS_AWAY
            self._say(f"The edit could not be applied: {still}\n{problem}")
        else:
            self._waiting = set()
            self._say("The edit is live.")

    async def apply(self, groups: set[str]) -> None:
        """New index, then new model, then processes for what is read at their start."""
        await self._prepare.app_step("check")
        encoder = await self._prepare.app_step("encoder")
        # The action server takes a new index up by itself, so this alone makes an article live.
        built = await self._prepare.app_step("index", Path(encoder))
        for remark in built["remarks"]:
            self._say(remark)
        model = await self._prepare.app_step("model", Path(encoder))
        new = self._places.having(encoder=encoder, model=model)
        if groups & watch.READ_AT_START:
            await self._move_to(new, services.worker)
        elif new != self._places:
            await self._move_to(new)

    async def _move_to(self, new: Places, *others: services.ServiceOf) -> None:
        # Rasa knows one address of the action server, so both get a successor. The gateway has one
        # port and is away for two seconds; it goes last, when all that it needs is there.
        places = new.having(
            actions_port=address.free_port(),
            rasa_ports=tuple(address.free_port() for _ in new.rasa_ports),
        )
        service_of = (services.actions, *services.rasa_slots(places), *others)
        successors = [self._service(each, places) for each in service_of]
        async with self._crew.changing:
            await self._crew.succeed(successors, lambda: self._switch(places))
        self._places = places

    async def _switch(self, places: Places) -> None:
        before = self._slots.addresses
        self._slots.write(places.rasa_urls)
        try:
            await self._crew.replace(self._service(services.gateway, places))
        except BaseException:
            self._slots.write(before)
            raise

    def _service(self, service_of: services.ServiceOf, places: Places) -> Service:
        return service_of(places, self._prepare.variables)
