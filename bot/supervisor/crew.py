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
        self._facts = facts
        self._children: dict[str, Child] = {}

    async def start(self, service: Service) -> None:
        """Starts a child and waits for its answer; raises ChildStopped."""
        child = self._child(service)
        self._children[service.name] = child
        await child.start()

    async def replace(self, service: Service) -> None:
        """Ends the child of that name and starts it anew; raises ChildStopped, as before again."""
        await self._children[service.name].become(service)

    async def succeed(
        self, services: Sequence[Service], then: Callable[[], Awaitable[None]]
    ) -> None:
        """Starts second children of these names, calls `then` when all answer, ends the first.

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
        old = [self._children[name] for name in new]
        self._children |= new
        await _stop_all(old)

    @property
    def is_whole(self) -> bool:
        """Whether every child answers."""
        return all(child.ready for child in self._children.values())

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
        states = {name: child.state() for name, child in self._children.items()}
        self._run_file.write({**self._facts, "children": states})


async def _stop_all(children: Iterable[Child]) -> None:
    await asyncio.gather(*(child.stop() for child in children))
