"""A whole Primera, started as a user starts it, for tests that need Rasa."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.supervisor import run_file

REPOSITORY = Path(__file__).resolve().parent.parent
# The first start in a fresh checkout also exports the encoder and trains.
READY_SECONDS = 540
STOP_SECONDS = 60
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Running:
    """Where it answers, and what `run.json` says of it now."""

    base_url: str
    home: Path
    process: subprocess.Popen[str]

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.home / 'primera.db'}"

    def children(self) -> dict[str, dict[str, Any]]:
        """Name → pid, state, restarts …; waits for nothing."""
        return (run_file.read(self.home) or {}).get("children", {})

    def kill(self, name: str) -> None:
        """kill -9 of one child: rasa, actions, worker or gateway."""
        os.kill(self.children()[name]["pid"], signal.SIGKILL)

    def wait_until_ready(self, name: str, *, restarts: int, seconds: float = 120) -> None:
        """Until the child has come back so many times; raises AssertionError."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            child = self.children().get(name, {})
            if child.get("state") == "ready" and child.get("restarts", 0) >= restarts:
                return
            time.sleep(LOOK_SECONDS)
        raise AssertionError(f"{name} did not come back within {seconds:.0f} s")


def start(
    home: Path,
    workspace: Path = REPOSITORY,
    *arguments: str,
    variables: Mapping[str, str] | None = None,
    ready_within: float = READY_SECONDS,
    published: bool = False,
) -> Running:
    """`primera run` on a free port; raises AssertionError with what it wrote instead.

    `published`: with a release, as without options; else of the files as they are, so that no
    test finds what another one published.
    """
    flags = arguments if published or "--watch" in arguments else ("--edited", *arguments)
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PRIMERA_")}
    home.mkdir(parents=True, exist_ok=True)
    output = home / "terminal.txt"
    with output.open("w") as terminal:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "bot.supervisor", "--workspace", str(workspace)),
                *("run", "--port", str(port), *flags),
            ],
            cwd=REPOSITORY,
            # All tests write from one address, faster than people do.
            env={
                **kept,
                "PRIMERA_HOME": str(home),
                "PRIMERA_LIMITS_FACTOR": "1000",
                **(variables or {}),
            },
            stdout=terminal,
            stderr=subprocess.STDOUT,
            text=True,
        )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + ready_within
    while url not in output.read_text("utf-8").splitlines():
        if process.poll() is not None or time.monotonic() > until:
            stop(process)
            raise AssertionError(f"Primera did not start:\n{output.read_text('utf-8')}")
        time.sleep(LOOK_SECONDS)
    return Running(url, home, process)


def stop(process: subprocess.Popen[str]) -> int:
    """Asks it to stop, as Ctrl-C does; its exit status."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    return process.wait(STOP_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
