"""The children of one run, and what `run.json` says of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
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
        """Ends the child of that name, then starts it anew, again and again if need be."""
        await self._children[service.name].become(service)

    async def succeed(self, service: Service, then: Callable[[], Any]) -> None:
        """Starts a second child of that name, calls `then` when it answers, ends the first."""
        old, new = self._children[service.name], self._child(service)
        await new.start()
        self._children[service.name] = new
        await then()
        await old.stop()

    async def stop(self) -> None:
        """Ends all: the gateway first, so that no message meets a half-stopped Primera."""
        gateway = self._children.get("gateway")
        if gateway:
            await gateway.stop()
        await asyncio.gather(*(child.stop() for child in self._children.values()))

    def _child(self, service: Service) -> Child:
        log = logs.log_file(self._folder / "logs", service.name)
        return Child(service, log, self._keeper, self._say, self._note)

    def _note(self) -> None:
        states = {name: child.state() for name, child in self._children.items()}
        self._run_file.write({**self._facts, "children": states})
