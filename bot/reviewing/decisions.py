"""What was decided about messages: ids alone, in a file of the run-time data."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Decided = Literal["taught", "phrasing", "tested", "discarded"]
NAME = "decisions.jsonl"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one message became; `change`: of the workspace's files, if any."""

    message_id: str
    decided: Decided
    by: str
    change: str = ""
    undone: bool = False


class Decisions:
    """Lines are added, never rewritten; the last one of a message counts."""

    def __init__(self, home: Path) -> None:
        self._file = home / "review" / NAME

    def keep(self, decision: Decision) -> None:
        """Adds a line."""
        with self._alone():
            line = json.dumps(asdict(decision), ensure_ascii=False)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(line + "\n")

    def reviewed(self) -> frozenset[str]:
        """The messages that somebody has dealt with."""
        return frozenset(each.message_id for each in self._standing().values())

    def last(self, by: str) -> Decision | None:
        """What somebody decided last and has not undone."""
        own = [each for each in self._standing().values() if each.by == by]
        return own[-1] if own else None

    def _standing(self) -> dict[str, Decision]:
        standing: dict[str, Decision] = {}
        for each in self._lines():
            standing.pop(each.message_id, None)
            if not each.undone:
                standing[each.message_id] = each
        return standing

    def _lines(self) -> Iterator[Decision]:
        try:
            text = self._file.read_text("utf-8")
        except FileNotFoundError:
            return
        for line in text.splitlines():
            yield Decision(**json.loads(line))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with (self._file.parent / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
