"""Goes over to the release that `primera promote` or `primera rollback` named.

A second action server and second Rasa slots start beside the first and are warmed; the gateway is
told where they are. The first stay for conversations that are in the middle of a form, until that
ends, so that no conversation changes its model inside one.
"""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.supervisor import address, metrics, services, serving_file
from bot.supervisor.child import Service
from bot.supervisor.crew import Crew
from bot.supervisor.errors import SupervisorError
from bot.supervisor.preparation import Preparation
from bot.supervisor.services import Places
from bot.supervisor.serving_file import Released
from bot.supervisor.slots_file import SlotsFile

LOOK_SECONDS = 1.0
# So long what served before can be gone back to at once: who takes back, does so soon.
WARM_SECONDS = 600.0
# Each holds its memory once more.
MOST_EARLIER = 2
OF_A_RELEASE = ("PRIMERA_RELEASE", "PRIMERA_INDEX", "PRIMERA_MODEL", "PRIMERA_ENCODER")
FORMS = re.compile(r'^primera_forms_on_earlier_release\{release="([^"]*)"\} ([0-9.e+]+)$', re.M)


@dataclass(frozen=True)
class Earlier:
    """The children of a release that serves no new conversations any more.

    `names`: what each was called while it served, and what it is called now.
    """

    places: Places
    addresses: tuple[str, ...]
    names: dict[str, str]
    since: float

    @property
    def release(self) -> str:
        """Its id."""
        return _id(self.places)


class Publishing:
    """Looks at `models/serving.json`; `places`: what serves when it begins."""

    def __init__(
        self,
        preparation: Preparation,
        crew: Crew,
        places: Places,
        slots: SlotsFile,
        *,
        warm: float = WARM_SECONDS,
    ) -> None:
        self._prepare = preparation
        self._warm = warm
        self._crew = crew
        self._places = places
        self._slots = slots
        self._say = preparation.say
        self._refused: Released | None = None
        self._earlier: list[Earlier] = []

    async def follow(self) -> None:
        """Looks every second, for ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            wanted = serving_file.read(self._places.workspace / "models")
            if wanted and wanted.folder != self._places.release and wanted != self._refused:
                await self._try(wanted)
            if self._earlier:
                await self._let_go()

    async def _try(self, wanted: Released) -> None:
        try:
            await self._go_over(wanted)
        except (SupervisorError, OSError) as problem:
            self._refused = wanted
            self._crew.note(refused={"release": wanted.id, "why": str(problem)})
            self._say(f"The release {wanted.id} could not be taken up; what ran goes on. {problem}")
            await self._take_back(wanted)
        else:
            self._refused = None
            self._crew.note(release=wanted.id, refused=None)
            self._say(f"The release {wanted.id} serves.")

    async def _take_back(self, wanted: Released) -> None:
        """The next start must not begin with it."""
        self._prepare.told["PRIMERA_RELEASE"] = wanted.folder
        with suppress(SupervisorError):
            await self._prepare.quiet_step("refused")

    async def _go_over(self, wanted: Released) -> None:
        before, addresses, names = self._places, self._slots.addresses, self._names_beside()
        back = next((each for each in self._earlier if each.release == wanted.id), None)
        async with self._crew.changing:
            if back and all(self._crew.child(name).ready for name in back.names.values()):
                self._places = await self._bring_back(back, names)
            else:
                self._places = await self._start_beside(wanted, names)
        self._earlier.append(Earlier(before, addresses, names, time.monotonic()))
        self._tell_gateway(self._places)

    async def _bring_back(self, back: Earlier, names: dict[str, str]) -> Places:
        """What served before is still there."""
        self._switch(back.places, back.addresses)
        self._crew.exchange(back.names, names)
        self._earlier.remove(back)
        await self._crew.replace(self._service(services.worker, back.places))
        return back.places

    async def _start_beside(self, wanted: Released, names: dict[str, str]) -> Places:
        places = self._places.having(
            release=wanted.folder,
            model=wanted.model,
            index=wanted.index,
            encoder=wanted.encoder,
            actions_port=address.free_port(),
            rasa_ports=tuple(address.free_port() for _ in self._places.rasa_ports),
        )
        every = [services.actions, *services.rasa_slots(places), services.worker]
        successors = [self._service(each, places) for each in every]

        async def switch() -> None:
            self._switch(places, places.rasa_urls)

        await self._crew.succeed(successors, switch, staying=names)
        return places

    def _names_beside(self) -> dict[str, str]:
        """Name → what that child is called while a successor has its name."""
        suffix = f" of {_id(self._places)[:8]} at {self._places.actions_port}"
        slots = map(services.slot_name, range(len(self._places.rasa_ports)))
        return {name: name + suffix for name in ("actions", *slots)}

    def _tell_gateway(self, places: Places) -> None:
        """It goes over by itself; should it die, it is started with what serves now."""
        gateway = self._crew.child("gateway")
        told = services.variables_of(places, self._prepare.variables)
        kept = {**gateway.service.variables, **{name: told[name] for name in OF_A_RELEASE}}
        gateway.service = replace(gateway.service, variables=kept)

    def _switch(self, places: Places, addresses: tuple[str, ...]) -> None:
        slots = self._slots
        slots.earlier[_id(self._places)] = slots.addresses
        slots.earlier.pop(_id(places), None)
        slots.release, slots.index = places.release, places.index
        slots.write(addresses)

    async def _let_go(self) -> None:
        """Ends the children of earlier releases that no form needs and nobody will go back to."""
        forms = await asyncio.to_thread(self._forms)
        for earlier in list(self._earlier):
            warm = earlier is self._earlier[-1] and time.monotonic() - earlier.since < self._warm
            # A form of a release that serves again goes on there.
            idle = earlier.release == _id(self._places) or forms.get(earlier.release) == 0
            if (idle and not warm) or len(self._earlier) > MOST_EARLIER:
                await self._dismiss(earlier)

    async def _dismiss(self, earlier: Earlier) -> None:
        self._earlier.remove(earlier)
        async with self._crew.changing:
            if all(each.release != earlier.release for each in self._earlier):
                self._slots.earlier.pop(earlier.release, None)
                self._slots.write(self._slots.addresses)
            await self._crew.dismiss(earlier.names.values())

    def _forms(self) -> dict[str, float]:
        """Release → its forms under way, as the gateway counts them; empty if it does not say."""
        told = metrics.text_of(self._crew.child("gateway").service.metrics)
        return {release: float(count) for release, count in FORMS.findall(told)}

    def _service(self, service_of: services.ServiceOf, places: Places) -> Service:
        return service_of(places, self._prepare.variables)


def _id(places: Places) -> str:
    return places.release.rpartition("/")[2]
