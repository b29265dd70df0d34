"""One log file per process, kept small at every start."""

from __future__ import annotations

from pathlib import Path

LARGEST_BYTES = 5_000_000
KEPT = 3
TAIL_BYTES = 20_000


def log_file(folder: Path, name: str) -> Path:
    """The file `<name>.log`; a large one is moved to `<name>.log.1` first, that one to `.2`."""
    path = folder / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_BYTES:
        for number in range(KEPT - 1, 0, -1):
            older = folder / f"{name}.log.{number}"
            if older.exists():
                older.replace(folder / f"{name}.log.{number + 1}")
        path.replace(folder / f"{name}.log.1")
    return path


def tail(path: Path) -> list[str]:
    """The last lines that say something."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - TAIL_BYTES))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line.strip() for line in text.splitlines() if line.strip()]
