"""Vectors of training examples, kept between trainings: most texts stay as they were."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.components import progress

# Where the trainer keeps them; without it every training encodes every text.
VARIABLE = "PRIMERA_VECTORS"


def vectors_of(
    texts: Sequence[str],
    encode: Callable[[Sequence[str]], np.ndarray],
    *,
    encoder: str,
    file: Path | None,
) -> list[np.ndarray]:
    """The vector of each text (`encode`: texts x dimensions), from `file` where it is known there.

    Afterwards the file has just these texts, as hashes. One of another `encoder` (its hash), or one
    that cannot be read, counts as empty.
    """
    known = _read(file, encoder) if file else {}
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    for some in progress.in_portions(list(new), "encoding", "examples"):
        known |= zip(some, encode([new[key] for key in some]), strict=True)
    if file and keys:
        _write(file, encoder, {key: known[key] for key in keys})
    return [known[key] for key in keys]


def _read(file: Path, encoder: str) -> dict[str, np.ndarray]:
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    # TypeError, AttributeError: an array where an archive of arrays should be.
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, BadZipFile):
        return {}


def _write(file: Path, encoder: str, vectors: Mapping[str, np.ndarray]) -> None:
    rows = np.stack(list(vectors.values()))
    unfinished = file.with_suffix(".unfinished.npz")
    # A file that cannot be written costs time at the next training, no more.
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(unfinished, encoder=encoder, keys=list(vectors), vectors=rows)
        unfinished.replace(file)
