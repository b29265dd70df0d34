"""`.primera/run.json`: what runs now, for `primera doctor` and for people."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import IO, Any

from bot.supervisor.errors import AlreadyRunning

FORMAT = 1


class RunFile:
    """Held by one supervisor at a time: a lock tells a running one from a stale file."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.path = home / "run.json"
        self._lock: IO[str] = (home / "run.lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise _already(self.path) from None
        self.path.unlink(missing_ok=True)

    def write(self, content: dict[str, Any]) -> None:
        """Replaces the whole content."""
        unfinished = self.path.with_suffix(".json.new")
        text = json.dumps({"format": FORMAT, "pid": os.getpid(), **content}, indent=1)
        unfinished.write_text(text + "\n", "utf-8")
        unfinished.replace(self.path)

    def close(self) -> None:
        """Nothing runs any more."""
        self.path.unlink(missing_ok=True)
        self._lock.close()


def read(home: Path) -> dict[str, Any] | None:
    """What runs from this folder; None when nothing does, also where a stale file was left."""
    if not _is_held(home / "run.lock"):
        return None
    try:
        content = json.loads((home / "run.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _is_held(lock: Path) -> bool:
    try:
        with lock.open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _already(path: Path) -> AlreadyRunning:
    try:
        running = json.loads(path.read_text("utf-8"))
        where = f" (process {running['pid']}, {running['url']})"
    except (OSError, ValueError, KeyError):
        where = ""
    return AlreadyRunning(
        f"Primera already runs from {path.parent}{where}. Stop it there first, or set PRIMERA_HOME "
        "to another folder."
    )
