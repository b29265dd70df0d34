"""`primera logs ID`: the way of one request, message or delivery through all processes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from actions.workspace import Workspace

Line = Mapping[str, Any]

SHOWN_FIRST = ("at", "process", "level", "event")
# The same in every line that is shown, or of no use to who looks for a way.
LEFT_OUT = (*SHOWN_FIRST, "logger")


def show(workspace: Workspace, wanted: str, console: Console) -> bool:
    """Prints every line that names the id, oldest first; whether there was one."""
    folder = workspace.home / "logs"
    lines = lines_with(wanted, sorted(folder.glob("*.log*")))
    for line in lines:
        console.print(readable(line, wanted), markup=False, highlight=False, soft_wrap=True)
    if not lines:
        console.print(
            f"No line in {folder} names {wanted}. Ids are whole: a request's is in the answer's "
            "X-Request-ID and in every problem; logs are kept until they have grown to 20 MB.",
            soft_wrap=True,
        )
    return bool(lines)


def lines_with(wanted: str, files: Iterable[Path]) -> list[Line]:
    """The lines of which a field is this id, in the order of their time."""
    found = (line for file in files for line in _lines(file, wanted) if wanted in _ids(line))
    return sorted(found, key=lambda line: str(line.get("at", "")))


def readable(line: Line, wanted: str) -> str:
    """A line for people: time, process and what was said, then the other fields."""
    at, process, level, event = (str(line.get(name, "")) for name in SHOWN_FIRST)
    fields = [
        f"{name}={value}"
        for name, value in line.items()
        if name not in LEFT_OUT and value not in (wanted, "", None)
    ]
    loud = "" if level == "info" else f"{level}: "
    return "  ".join([f"{at[:23]:<23}", f"{process:<7}", f"{loud}{event}", *fields])


def _lines(file: Path, wanted: str) -> Iterator[Line]:
    with file.open(encoding="utf-8", errors="replace") as log:
        for text in log:
            if wanted in text:
                try:
                    line = json.loads(text)
                except ValueError:  # a library's own words, on standard error
                    continue
                if isinstance(line, dict):
                    yield line


def _ids(line: Line) -> list[str]:
    return [value for value in line.values() if isinstance(value, str)]
