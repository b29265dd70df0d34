"""Alarms on disk: arrays and names only, nothing that runs code when it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.components.alarms.alarm import Alarm


def save(alarm: Alarm, folder: Path, name: str) -> None:
    """Write into `folder`, which exists, under a name."""
    np.savez(
        folder / f"{name}.npz",
        labels=np.array(alarm.labels, dtype=np.str_),
        centre=alarm.centre,
        weights=alarm.weights,
        bias=alarm.bias,
    )


def load(folder: Path, name: str) -> Alarm | None:
    """Read what `save` wrote; None if nothing was learned under the name."""
    file = folder / f"{name}.npz"
    if not file.exists():
        return None
    with np.load(file, allow_pickle=False) as stored:
        labels = tuple(map(str, stored["labels"]))
        return Alarm(labels, stored["centre"], stored["weights"], stored["bias"])
