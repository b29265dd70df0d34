"""Pages that need no script: a real gateway alone, and a browser that runs none."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.running import REPOSITORY
from tests.system.visit import WCAG, Visit

START_SECONDS = 30
STRICTER = [*WCAG, "best-practice"]


@dataclass
class Reading(Visit):
    """A page without scripts, and the same page where axe, which is one, may look at it."""

    inspected: Visit = field(kw_only=True)

    def is_well_made(self) -> None:
        self.inspected.page.goto(self.page.url)
        assert self.inspected.violations(STRICTER) == []
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"]


@contextmanager
def gateway_alone(variables: Mapping[str, str], port: int) -> Iterator[str]:
    """The address of a gateway process; nothing else of Primera runs."""
    command = [sys.executable, "-m", "bot.gateway"]
    told = {"PATH": os.environ["PATH"], **variables, "PRIMERA_GATEWAY_PORT": str(port)}
    process = subprocess.Popen(command, cwd=REPOSITORY, env=told)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{url}/health", trust_env=False)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the gateway did not start")
