"""Vectors of training examples, kept between trainings: most texts stay as they were."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

# Where the trainer keeps them; without it every training encodes every text.
VARIABLE = "PRIMERA_VECTORS"


def vectors_of(
    texts: Sequence[str],
    encode: Callable[[str], np.ndarray],
    *,
    encoder: str,
    file: Path | None,
) -> list[np.ndarray]:
    """The vector of each text (`encode`: of one), from `file` where it is known there.

    Afterwards the file has just these texts, as hashes. One of another `encoder` (its hash), or one
    that cannot be read, counts as empty.
    """
    known = _read(file, encoder) if file else {}
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    for key, text in zip(keys, texts, strict=True):
        if key not in known:
            known[key] = encode(text)
    if file and keys:
        _write(file, encoder, {key: known[key] for key in keys})
    return [known[key] for key in keys]


def _read(file: Path, encoder: str) -> dict[str, np.ndarray]:
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write(file: Path, encoder: str, vectors: Mapping[str, np.ndarray]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished.npz")
    np.savez(
        unfinished, encoder=encoder, keys=list(vectors), vectors=np.stack(list(vectors.values()))
    )
    unfinished.replace(file)
