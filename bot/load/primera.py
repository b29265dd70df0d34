"""A whole Primera for a measurement: started as a user does, with data of its own."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from actions.workspace import REPOSITORY, Workspace

READY_SECONDS = 600
LOOK_SECONDS = 0.2
STOP_SECONDS = 60
MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Primera:
    """Where it answers and where its data are."""

    url: str
    home: Path

    @property
    def database_url(self) -> str:
        """Its own database."""
        return f"sqlite:///{self.home / 'primera.db'}"

    @property
    def children(self) -> Mapping[str, int]:
        """Name → process id."""
        return {name: child["pid"] for name, child in self._run_file()["children"].items()}

    def resident_mb(self) -> dict[str, int]:
        """What each process holds, the supervisor and its keeper too."""
        run = self._run_file()
        pids = {**self.children, "supervisor": run["pid"], "keeper": run["keeper"]}
        return {
            name: round(psutil.Process(pid).memory_info().rss / MB) for name, pid in pids.items()
        }

    def resident_bytes(self, name: str) -> int:
        """What one process holds."""
        return int(psutil.Process(self.children[name]).memory_info().rss)

    def _run_file(self) -> dict[str, Any]:
        return dict(json.loads((self.home / "run.json").read_text("utf-8")))


@asynccontextmanager
async def running(workspace: Workspace, home: Path, **variables: str) -> AsyncIterator[Primera]:
    """`primera run` on a free port until the end of the block; raises RuntimeError if it fails."""
    port = _free_port()
    home.mkdir(parents=True, exist_ok=True)
    log = home / "terminal.txt"
    with log.open("w") as terminal:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "bot.supervisor", "--workspace", str(workspace.root)),
                *("run", "--edited", "--port", str(port)),
            ],
            cwd=REPOSITORY,
            # All visitors write from one address.
            env={
                **{name: value for name, value in os.environ.items() if "PRIMERA_" not in name},
                "PRIMERA_HOME": str(home),
                "PRIMERA_LIMITS_FACTOR": "10000",
                **variables,
            },
            stdout=terminal,
            stderr=subprocess.STDOUT,
        )
    primera = Primera(f"http://127.0.0.1:{port}", home)
    try:
        await _until_ready(primera, process, log)
        yield primera
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        await asyncio.to_thread(process.wait, STOP_SECONDS)


async def _until_ready(primera: Primera, process: subprocess.Popen[bytes], log: Path) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while primera.url not in log.read_text("utf-8").splitlines():
            if process.poll() is not None:
                raise RuntimeError(f"Primera did not start:\n{log.read_text('utf-8')}")
            await asyncio.sleep(LOOK_SECONDS)
    # The process that answers is ours: it is the one that our supervisor started.
    async with httpx.AsyncClient(base_url=primera.url, trust_env=False) as http:
        (await http.get("/health")).raise_for_status()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
