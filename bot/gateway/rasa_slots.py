"""Where the Rasa slots listen, and which of them has a conversation."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Addresses = Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Slots:
    """Where the slots listen, what they serve, and where those of earlier releases still do.

    An earlier release serves conversations whose form began on it, until that ends.
    """

    addresses: tuple[str, ...] = ()
    release: str = ""  # a folder; "" where what people edit is served
    index: str = ""
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the id of the release


def slots_for(conversation_id: str, count: int) -> list[int]:
    """The slots in the order in which they get the conversation: always the same (rendezvous).

    A slot more takes its share from each of the others; all else stays where it was.
    """
    return sorted(range(count), key=lambda slot: _weight(conversation_id, slot), reverse=True)


def _weight(conversation_id: str, slot: int) -> bytes:
    return hashlib.sha256(f"{conversation_id}/{slot}".encode()).digest()


class SlotsFile:
    """What the supervisor wrote last: who replaces a slot listens elsewhere."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at: tuple[int, int] | None = None
        self._slots = Slots()

    def __call__(self) -> Sequence[str]:
        """Where the slots listen now."""
        return self.now().addresses

    def now(self) -> Slots:
        """What is there now; what was there last if it cannot be read."""
        try:
            facts = self._path.stat()
            # Each version is a file of its own, renamed to this name.
            version = (facts.st_ino, facts.st_mtime_ns)
            if version != self._read_at:
                self._slots = _slots(json.loads(self._path.read_text("utf-8")))
                self._read_at = version
        except (OSError, ValueError, KeyError):
            pass
        return self._slots


def _slots(written: Mapping[str, Any]) -> Slots:
    return Slots(
        addresses=tuple(written["addresses"]),
        release=written.get("release", ""),
        index=written.get("index", ""),
        earlier={id: tuple(each) for id, each in written.get("earlier", {}).items()},
    )
