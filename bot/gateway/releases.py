"""Follows which release serves, while the gateway stays: its words, teams and articles."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from actions.workspace import Workspace
from bot.gateway.building import Ground, take_up
from bot.gateway.console import ConsoleDoor
from bot.gateway.gateway import Gateway
from bot.gateway.rasa_slots import Slots, SlotsFile
from bot.gateway.surprise import log, report

LOOK_SECONDS = 1.0
# Who has said nothing for so long is not waited for: an earlier release holds its memory.
SILENCE = timedelta(minutes=30)


class Releases:
    """Looks at what the supervisor wrote about the slots; `slots`: the same file."""

    def __init__(
        self, slots: SlotsFile, ground: Ground, gateway: Gateway, console: ConsoleDoor
    ) -> None:
        self._slots = slots
        self._ground = ground
        self._gateway = gateway
        self._console = console
        self._release = str(ground.workspace.release or "")
        self._counted: frozenset[str] = frozenset()

    async def follow(self) -> None:
        """Looks for ever; a release that cannot be read leaves all as it is."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = self._slots.now()
            try:
                if now.release and now.release != self._release:
                    await self._go_over(now)
                await self._count(now)
            except Exception as error:
                report(error, "taking up a release")

    async def _go_over(self, now: Slots) -> None:
        self._release = now.release
        ground = await self._gateway.blocking(self._ground_of, now)
        take_up(self._gateway, ground)
        self._console.take_up()
        self._ground = ground
        log.info("release taken up")

    def _ground_of(self, now: Slots) -> Ground:
        workspace = self._ground.workspace
        told = {"PRIMERA_RELEASE": now.release, "PRIMERA_INDEX": now.index}
        return self._ground.on(Workspace.load(workspace.root, {**workspace.environment, **told}))

    async def _count(self, now: Slots) -> None:
        """How many forms an earlier release is kept for, which the supervisor asks."""
        gone = self._counted - now.earlier.keys()
        for release in gone:
            self._gateway.metrics.earlier_forms.remove(release)
        self._counted = frozenset(now.earlier)
        if not now.earlier:
            return
        since = self._gateway.now() - SILENCE
        forms = await self._gateway.blocking(self._gateway.conversations.forms_since, since)
        for release in now.earlier:
            self._gateway.metrics.earlier_forms.labels(release).set(forms.get(release, 0))


async def staying(slots: SlotsFile, gateway: Gateway, conversation_id: str) -> Sequence[str]:
    """The slots of an earlier release that a conversation is in a form of."""
    earlier = slots.now().earlier
    if not earlier:
        return ()
    release = await gateway.blocking(gateway.conversations.form_of, conversation_id)
    return earlier.get(release, ()) if release else ()
