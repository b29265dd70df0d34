"""One log file per process, kept small; its lines are JSON objects (`actions/logs.py`)."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

LARGEST_BYTES = 5_000_000
KEPT = 3
TAIL_BYTES = 20_000


def log_file(folder: Path, name: str) -> Path:
    """The file `<name>.log`; a large one is moved to `<name>.log.1` first, that one to `.2`."""
    path = folder / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_large(path):
        _make_room(path)
        path.replace(_older(path, 1))
    return path


def is_large(path: Path) -> bool:
    """Whether a log has grown beyond what is kept in one file."""
    return path.exists() and path.stat().st_size > LARGEST_BYTES


def empty(path: Path) -> None:
    """Copies a large log to `.1` and empties it, while a process goes on appending to it.

    What is written within the copy's last moment is lost: the price of one file for all that a
    process says, whatever part of it says it.
    """
    _make_room(path)
    shutil.copyfile(path, _older(path, 1))
    with path.open("r+b") as log:
        log.truncate()


def line(event: str, **fields: Any) -> str:
    """A line of the supervisor's own."""
    at = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    said = {"at": at, "level": "warning", "process": "supervisor", "event": event, **fields}
    return json.dumps(said, ensure_ascii=False) + "\n"


def last_words(path: Path) -> str:
    """The last line as a person reads it; empty when there is none."""
    lines = tail(path)
    if not lines:
        return ""
    try:
        said = json.loads(lines[-1])
        return ": ".join(str(said[name]) for name in ("event", "exception") if name in said)
    except (ValueError, TypeError):
        return lines[-1]


def _make_room(path: Path) -> None:
    for number in range(KEPT - 1, 0, -1):
        if _older(path, number).exists():
            _older(path, number).replace(_older(path, number + 1))


def _older(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")


def tail(path: Path) -> list[str]:
    """The last lines that say something."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - TAIL_BYTES))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line.strip() for line in text.splitlines() if line.strip()]
