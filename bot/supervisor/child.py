"""A process that is kept running: started, waited for, started again when it dies."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.supervisor import health, logs, process_group
from bot.supervisor.backoff import next_wait
from bot.supervisor.errors import ChildStopped
from bot.supervisor.keeper import Keeper

LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Service:
    """What to run; `health` is a URL that answers 200, without one it must live for `settling`."""

    name: str
    command: Sequence[str]
    variables: Mapping[str, str] = field(repr=False)
    health: str = ""
    ready_within: float = 60.0  # seconds
    settling: float = 0.0  # seconds
    metrics: str = ""  # a URL that tells what it counts
    inherited: tuple[int, ...] = ()  # open files it gets


@dataclass
class Child:
    """A service and its present process."""

    service: Service
    log: Path
    keeper: Keeper
    say: Callable[[str], None]  # a line for the terminal
    changed: Callable[[], None] = lambda: None
    process: asyncio.subprocess.Process | None = None
    started: float = 0.0
    restarts: int = 0
    ready: bool = False
    _watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Starts it and waits until it answers; raises ChildStopped when it does not."""
        await self._launch()
        try:
            await self._wait_until_ready()
        except BaseException:
            await self.stop()
            raise
        self._watching = asyncio.ensure_future(self._keep_running())

    async def become(self, service: Service) -> None:
        """Ends it and starts it as another service; where that fails, as before, and says why."""
        before = self.service
        await self.stop()
        self.service = service
        try:
            await self.start()
        except (ChildStopped, OSError):
            self.service = before
            await self._relaunch()
            self._watching = asyncio.ensure_future(self._keep_running())
            raise

    async def stop(self) -> None:
        """Ends it for good."""
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self.process:
            await process_group.stop(self.process, self.keeper)
        self._note(ready=False)

    def state(self) -> dict[str, Any]:
        """For `run.json`."""
        alive = self.process is not None and self.process.returncode is None
        return {
            "pid": self.process.pid if self.process and alive else None,
            "state": "ready" if self.ready else "starting" if alive else "stopped",
            "restarts": self.restarts,
            "health": self.service.health,
            "metrics": self.service.metrics,
            "model": self.service.variables.get("PRIMERA_MODEL", ""),
            "log": str(self.log),
        }

    async def _launch(self) -> None:
        with self.log.open("ab") as log:
            self.process = await process_group.start(
                self.service.command,
                variables=self.service.variables,
                output=log,
                errors=log,
                keeper=self.keeper,
                inherited=self.service.inherited,
            )
        self.started = time.monotonic()
        self._note(ready=False)

    async def _wait_until_ready(self) -> None:
        until = self.started + self.service.ready_within
        while not await self._answers():
            if self.process and self.process.returncode is not None:
                raise ChildStopped(self._obituary("ended while it was starting"))
            if time.monotonic() > until:
                seconds = f"{self.service.ready_within:.0f} s"
                raise ChildStopped(self._obituary(f"did not answer within {seconds}"))
            await asyncio.sleep(LOOK_SECONDS)
        self._note(ready=True)

    async def _answers(self) -> bool:
        if self.service.health:
            return await health.is_ready(self.service.health)
        return time.monotonic() - self.started >= self.service.settling

    async def _keep_running(self) -> None:
        wait: float | None = None
        while self.process:
            code = await self.process.wait()
            lived = time.monotonic() - self.started
            await process_group.bury(self.process, self.keeper)
            self._note(ready=False)
            wait = next_wait(wait, lived=lived)
            self._announce(f"{self.service.name} {_ending(code)}; starting it again in {wait:g} s")
            await asyncio.sleep(wait)
            self.restarts += 1
            await self._relaunch()

    async def _relaunch(self) -> None:
        try:
            await self._launch()
            await self._wait_until_ready()
            self._announce(f"{self.service.name} is back")
        except ChildStopped as stopped:
            self._announce(str(stopped))
            if self.process and self.process.returncode is None:
                await process_group.stop(self.process, self.keeper)
        except OSError as error:
            self._announce(f"{self.service.name} cannot be started: {error.strerror}")

    def _announce(self, text: str) -> None:
        self.say(text)
        with self.log.open("a", encoding="utf-8") as log:
            log.write(logs.line(text, child=self.service.name))

    def _obituary(self, what: str) -> str:
        said = logs.last_words(self.log)
        last = f": {said}" if said else ""
        return f"{self.service.name} {what}{last}. Everything it said is in {self.log}."

    def _note(self, *, ready: bool) -> None:
        self.ready = ready
        self.changed()


def _ending(code: int) -> str:
    if code < 0:
        return f"was ended by signal {-code}"
    return f"ended with code {code}"


def child_variables(variables: Mapping[str, str], **added: str) -> dict[str, str]:
    """The environment of a child: ours, without what would bend its Python."""
    # Without compiled files every start of Rasa would compile thousands of modules again.
    bending = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in variables.items() if name not in bending}
    quiet = {
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TOKENIZERS_PARALLELISM": "false",
        "SANIC_HOST": "127.0.0.1",
    }
    return {**kept, **quiet, **added, "PRIMERA_SUPERVISOR": str(os.getpid())}
