"""`models/serving.json`: the release that serves, as `bot.publishing` wrote it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

NAME = "serving.json"


@dataclass(frozen=True)
class Released:
    """A release's folder, and the model, index and encoder that were made of it."""

    folder: str
    model: str
    index: str
    encoder: str

    @property
    def id(self) -> str:
        """Its name."""
        return Path(self.folder).name


def read(models: Path) -> Released | None:
    """What is to serve; None where nothing is published, or it cannot be read."""
    try:
        id = json.loads((models / NAME).read_text("utf-8"))["release"]
        folder = models / "releases" / id
        made = json.loads((folder / "release.json").read_text("utf-8"))["made"]
        return Released(
            folder=str(folder),
            model=str(models / made["model"]),
            index=made["index"],
            encoder=str(models / "encoder" / made["encoder"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
