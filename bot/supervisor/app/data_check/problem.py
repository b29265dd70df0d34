"""Problem: one mistake and where it is."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLACED = re.compile(r"(?P<file>.+?), line (?P<line>\d+)[,:] (?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake; line 0 stands for the whole file."""

    file: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{where}: {self.sentence}"


def problems_of(error: Exception, file: Path) -> list[Problem]:
    """What an error of ours tells: a mistake a line, with its place or about the whole file."""
    return [_of_sentence(line, file) for line in str(error).splitlines() if line.strip()]


def line_of(content: Any, key: Any) -> int:
    """Where a field or an item of a YAML document stands; 0 where that is not known."""
    try:
        position = content.lc
        at = position.key(key) if isinstance(content, dict) else position.item(key)
    except (AttributeError, KeyError, IndexError):
        return 0
    return int(at[0]) + 1


def _of_sentence(sentence: str, file: Path) -> Problem:
    placed = PLACED.match(sentence)
    if placed:
        return Problem(Path(placed["file"]), int(placed["line"]), placed["rest"])
    return Problem(file, 0, sentence.removeprefix(f"{file}: "))
