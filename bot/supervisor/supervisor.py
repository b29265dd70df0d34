"""`primera run`: the page, the preparation, the processes, until a signal comes."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bot.supervisor import address, metrics, start_up
from bot.supervisor.ceiling import Ceiling
from bot.supervisor.crew import Crew
from bot.supervisor.edits import STEPS as EDIT_STEPS
from bot.supervisor.edits import Edits
from bot.supervisor.keeper import Keeper
from bot.supervisor.preparation import Preparation, steps_named
from bot.supervisor.progress_page import ProgressPage
from bot.supervisor.publishing import Publishing
from bot.supervisor.run_file import RunFile
from bot.supervisor.services import Places
from bot.supervisor.slots_file import SlotsFile
from bot.supervisor.steps import Steps
from bot.supervisor.terminal import REFRESH_SECONDS, Terminal

# Somebody who watches the page should read there, too, why it stopped.
FAREWELL_SECONDS = 1.5
INTERRUPTED = 130


@dataclass(frozen=True)
class Options:
    """What `run` was asked to do."""

    workspace: Path
    home: Path
    port: int | None = None
    watch: bool = False
    edited: bool = False  # serve the files as they are, and publish nothing

    @property
    def published(self) -> bool:
        """Whether the release that serves is served."""
        return not (self.watch or self.edited)


async def run(options: Options, variables: Mapping[str, str], terminal: Terminal) -> None:
    """Until a signal comes; raises SupervisorError when Primera cannot start."""
    where = address.of_workspace(options.workspace, variables, port=options.port)
    run_file = RunFile(options.home)
    try:
        listener = address.listen(where)
        keeper = Keeper()
        try:
            await _Run(options, variables, terminal, run_file, keeper, where).go(listener)
        finally:
            keeper.close()
    finally:
        run_file.close()


class _Run:
    def __init__(
        self,
        options: Options,
        variables: Mapping[str, str],
        terminal: Terminal,
        run_file: RunFile,
        keeper: Keeper,
        where: address.Address,
    ) -> None:
        self._options = options
        self._variables = variables
        self._terminal = terminal
        self._keeper = keeper
        self._address = where
        self._metrics = address.of_metrics(options.workspace, variables)
        facts = {
            "url": where.url,
            "metrics": f"{self._metrics.url}{metrics.PATH}",
            "started_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "workspace": str(options.workspace),
            "keeper": keeper.pid,
        }
        self._crew = Crew(run_file, keeper, options.home, terminal.say, facts)

    async def go(self, listener: address.Socket) -> None:
        steps = steps_named(*start_up.STEPS)
        steps.watch = self._terminal.step
        page = ProgressPage(listener, steps)
        asked = address.listen(self._metrics, "PRIMERA_METRICS_PORT")
        counts = metrics.MetricsPage(asked, self._crew.states)
        page.start()
        counts.start()
        tidying = asyncio.ensure_future(self._crew.keep_logs_small())
        try:
            places, starting = await self._start(steps, page)
            ceiling = Ceiling(
                self._crew, starting.slots, starting.rasa_memory_mb, self._terminal.say
            )
            duties = [ceiling.keep()]
            if self._options.published:
                duties.append(self._publishing(places, starting.slots).follow())
            elif self._options.watch:
                duties.append(self._edits(places, starting.slots).follow())
            await asyncio.gather(*duties)
        finally:
            page.stop()
            tidying.cancel()
            counts.stop()
            await self._crew.stop()

    async def _start(self, steps: Steps, page: ProgressPage) -> tuple[Places, start_up.StartUp]:
        self._terminal.say(f"Primera is getting ready; watch it at {self._address.url}")
        begun = time.monotonic()
        refreshing = asyncio.ensure_future(self._refresh(steps))
        options = self._options
        first = start_up.first_places(options.workspace, options.home, self._address)
        starting = start_up.StartUp(
            self._preparation(steps), self._crew, first, page.stop, published=options.published
        )
        try:
            places = await starting.run()
        except Exception as problem:
            steps.fail(str(problem))
            await asyncio.sleep(FAREWELL_SECONDS if page.was_seen else 0)
            raise
        finally:
            refreshing.cancel()
        for remark in starting.remarks:
            self._terminal.say(remark)
        self._terminal.say(f"Ready in {time.monotonic() - begun:.0f} s. Ctrl-C stops everything.")
        self._terminal.say(self._address.url)
        return places, starting

    async def _refresh(self, steps: Steps) -> None:
        while True:
            self._terminal.refresh(steps, shutil.get_terminal_size().columns)
            await asyncio.sleep(REFRESH_SECONDS)

    def _edits(self, places: Places, slots: SlotsFile) -> Edits:
        steps = steps_named(*EDIT_STEPS)
        steps.watch = self._terminal.step
        return Edits(self._preparation(steps), self._crew, places, slots)

    def _publishing(self, places: Places, slots: SlotsFile) -> Publishing:
        self._crew.note(release=places.release.rpartition("/")[2])
        return Publishing(self._preparation(steps_named()), self._crew, places, slots)

    def _preparation(self, steps: Steps) -> Preparation:
        options = self._options
        return Preparation(
            options.workspace,
            options.home,
            self._variables,
            steps,
            self._keeper,
            self._terminal.say,
        )


def until_signalled(work: Coroutine[Any, Any, None]) -> None:
    """Runs until the work ends or a signal comes; a second signal leaves all to the keeper."""

    async def main() -> None:
        task = asyncio.ensure_future(work)
        signals = 0

        def stop() -> None:
            nonlocal signals
            signals += 1
            if signals > 1:
                os._exit(INTERRUPTED)
            task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        try:
            await task
        except asyncio.CancelledError:
            if not signals:
                raise

    asyncio.run(main())
