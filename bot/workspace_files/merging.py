"""Brings two changes of one text together, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines `start` to `end` of what both began with became these."""

    start: int
    end: int
    lines: tuple[str, ...]

    def meets(self, other: "_Hunk") -> bool:
        """Whether both say something of the same place."""
        overlaps = self.start < other.end and other.start < self.end
        return overlaps or self.start == other.start


def merged(base: str, one: str, other: str) -> str | None:
    """`base` with the changes of both; None where they touch the same lines."""
    lines = base.splitlines(keepends=True)
    first, second = _hunks(lines, one), _hunks(lines, other)
    second = [hunk for hunk in second if hunk not in first]
    if any(mine.meets(theirs) for mine in first for theirs in second):
        return None
    for hunk in sorted((*first, *second), key=lambda each: each.start, reverse=True):
        lines[hunk.start : hunk.end] = hunk.lines
    return "".join(lines)


def _hunks(lines: Sequence[str], text: str) -> list[_Hunk]:
    new = text.splitlines(keepends=True)
    found = SequenceMatcher(None, lines, new, autojunk=False).get_opcodes()
    return [
        _Hunk(start, end, tuple(new[new_start:new_end]))
        for tag, start, end, new_start, new_end in found
        if tag != "equal"
    ]
