"""Alarms on disk: arrays and names only, nothing that runs code when it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.components.alarms.alarm import Alarm
from bot.components.understanding.ngrams import Ngrams

_NGRAMS = "alarm_ngrams.npz"


def save(alarm: Alarm, folder: Path, name: str) -> None:
    """Write into `folder`, which exists, under a name."""
    np.savez(
        folder / f"{name}.npz",
        labels=np.array(alarm.labels, dtype=np.str_),
        centre=alarm.centre,
        weights=alarm.weights,
        letters=alarm.letters,
        bias=alarm.bias,
    )


def load(folder: Path, name: str) -> Alarm | None:
    """Read what `save` wrote; None if nothing was learned under the name."""
    file = folder / f"{name}.npz"
    if not file.exists():
        return None
    with np.load(file, allow_pickle=False) as stored:
        labels = tuple(map(str, stored["labels"]))
        arrays = (stored[part] for part in ("centre", "weights", "letters", "bias"))
        return Alarm(labels, *arrays)


def save_ngrams(ngrams: Ngrams, folder: Path) -> None:
    """Write the n-grams that the alarms of a folder look at."""
    np.savez(folder / _NGRAMS, **ngrams.arrays())  # type: ignore[arg-type]


def load_ngrams(folder: Path) -> Ngrams:
    """Read what `save_ngrams` wrote."""
    with np.load(folder / _NGRAMS, allow_pickle=False) as stored:
        return Ngrams.from_arrays(dict(stored))
