"""The children of one run, and what `run.json` says of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.supervisor import logs
from bot.supervisor.child import Child, Service
from bot.supervisor.keeper import Keeper
from bot.supervisor.run_file import RunFile

LOOK_AT_LOGS_SECONDS = 30.0


class Crew:
    """Children by name; `facts` are written beside their states."""

    def __init__(
        self,
        run_file: RunFile,
        keeper: Keeper,
        folder: Path,
        say: Callable[[str], None],
        facts: Mapping[str, Any],
    ) -> None:
        self._run_file = run_file
        self._keeper = keeper
        self._folder = folder
        self._say = say
        self.facts = dict(facts)
        self._children: dict[str, Child] = {}
        # Held by who replaces children, from looking at them to the end.
        self.changing = asyncio.Lock()

    def child(self, name: str) -> Child:
        """The present child of that name."""
        return self._children[name]

    async def start(self, service: Service) -> None:
        """Starts a child and waits for its answer; raises ChildStopped."""
        child = self._child(service)
        self._children[service.name] = child
        await child.start()

    async def replace(self, service: Service) -> None:
        """Ends the child of that name and starts it anew; raises ChildStopped, as before again."""
        await self._children[service.name].become(service)

    async def succeed(
        self,
        services: Sequence[Service],
        then: Callable[[], Awaitable[None]],
        *,
        staying: Mapping[str, str] = {},
    ) -> None:
        """Starts second children of these names, calls `then` when all answer, ends the first.

        `staying`: name → another one, under which the first child goes on until `dismiss`.
        Where a successor fails, or `then` does, the first go on and the error is raised.
        """
        new: dict[str, Child] = {}
        try:
            for service in services:
                new[service.name] = self._child(service)
                await new[service.name].start()
            await then()
        except BaseException:
            await _stop_all(new.values())
            raise
        old = {name: self._children[name] for name in new}
        kept = {other: old.pop(name) for name, other in staying.items()}
        self._children |= {**new, **kept}
        await _stop_all(old.values())

    def exchange(self, back: Mapping[str, str], away: Mapping[str, str]) -> None:
        """Children that had stayed get their names again; those that have them get others.

        Both: the name of one that serves → its name beside it.
        """
        returning = {name: self._children.pop(beside) for name, beside in back.items()}
        going = {beside: self._children.pop(name) for name, beside in away.items()}
        self._children |= {**returning, **going}
        self._note()

    async def dismiss(self, names: Iterable[str]) -> None:
        """Ends children that had stayed beside their successors."""
        gone = [self._children.pop(name) for name in names]
        await _stop_all(gone)
        self._note()

    def note(self, **facts: Any) -> None:
        """`run.json` says this from now on, too."""
        self.facts |= facts
        self._note()

    def states(self) -> dict[str, dict[str, Any]]:
        """What `run.json` says of each child."""
        return {name: child.state() for name, child in list(self._children.items())}

    @property
    def is_whole(self) -> bool:
        """Whether every child answers."""
        return all(child.ready for child in self._children.values())

    async def keep_logs_small(self) -> None:
        """Looks after the children's logs, for as long as it runs."""
        while True:
            await asyncio.sleep(LOOK_AT_LOGS_SECONDS)
            for child in self._children.values():
                if logs.is_large(child.log):
                    logs.empty(child.log)

    async def stop(self) -> None:
        """Ends all: the gateway first, so that no message meets a half-stopped Primera."""
        gateway = self._children.get("gateway")
        if gateway:
            await gateway.stop()
        await _stop_all(self._children.values())

    def _child(self, service: Service) -> Child:
        log = logs.log_file(self._folder / "logs", service.name)
        return Child(service, log, self._keeper, self._say, self._note)

    def _note(self) -> None:
        self._run_file.write({**self.facts, "children": self.states()})


async def _stop_all(children: Iterable[Child]) -> None:
    await asyncio.gather(*(child.stop() for child in children))
