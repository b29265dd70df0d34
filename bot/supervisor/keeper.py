"""Ends the children when the supervisor is gone, however it went, `kill -9` included.

A process of its own that reads a pipe only the supervisor writes to: the kernel closes it with the
supervisor. It knows process groups, so that grandchildren end too, and works wherever there are
pipes; Linux's parent-death signal reaches neither grandchildren nor another system.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

GRACE_SECONDS = 3.0
LOOK_SECONDS = 0.05
CODE = Path(__file__).resolve().parent.parent.parent


class Keeper:
    """The supervisor's end of the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.supervisor.keeper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=CODE,
            start_new_session=True,
            bufsize=0,
        )

    @property
    def pid(self) -> int:
        """The keeper's own process."""
        return self._process.pid

    def add(self, group: int) -> None:
        """A child was started with a process group of its own."""
        self._tell(f"+{group}\n")

    def remove(self, group: int) -> None:
        """The child and its group have ended."""
        self._tell(f"-{group}\n")

    def close(self) -> None:
        """Everything has ended well; whatever is still listed ends now."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        try:
            if self._process.stdin:
                self._process.stdin.write(line.encode())
        except BrokenPipeError:
            # Somebody ended the keeper; the children still end with an orderly stop.
            pass


def end_groups(groups: set[int], *, grace: float = GRACE_SECONDS) -> None:
    """Asks every process group to end, and after the grace period ends it."""
    _signal(groups, signal.SIGTERM)
    until = time.monotonic() + grace
    while (groups := _living(groups)) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    _signal(groups, signal.SIGKILL)


def _signal(groups: set[int], number: int) -> None:
    for group in groups:
        try:
            os.killpg(group, number)
        except (ProcessLookupError, PermissionError):
            continue


def _living(groups: set[int]) -> set[int]:
    living = set()
    for group in groups:
        try:
            os.killpg(group, 0)
            living.add(group)
        except (ProcessLookupError, PermissionError):
            continue
    return living


def main() -> None:
    """Reads which groups there are until the pipe closes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin.buffer:
        group = int(line[1:])
        if line[:1] == b"+":
            groups.add(group)
        else:
            groups.discard(group)
    end_groups(groups)


if __name__ == "__main__":
    main()
