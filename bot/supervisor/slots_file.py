"""`.primera/rasa_slots.json`: where each Rasa slot listens now, for the gateway."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

FORMAT = 1
NAME = "rasa_slots.json"


class SlotsFile:
    """Written as a whole, so that the gateway never reads half of it."""

    def __init__(self, home: Path) -> None:
        self.path = home / NAME
        self.addresses: tuple[str, ...] = ()
        self.release = ""  # a folder; "" where what people edit is served
        self.index = ""
        # Release → where it still serves conversations whose form began on it.
        self.earlier: dict[str, tuple[str, ...]] = {}

    def write(self, addresses: Sequence[str]) -> None:
        """From now on these, slot by slot."""
        unfinished = self.path.with_suffix(".json.new")
        content = {
            "format": FORMAT,
            "addresses": list(addresses),
            "release": self.release,
            "index": self.index,
            "earlier": self.earlier,
        }
        unfinished.write_text(json.dumps(content) + "\n", "utf-8")
        unfinished.replace(self.path)
        self.addresses = tuple(addresses)

    def move(self, slot: int, address: str) -> None:
        """One slot listens elsewhere."""
        addresses = list(self.addresses)
        addresses[slot] = address
        self.write(addresses)
