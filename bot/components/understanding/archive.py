"""Understanding on disk: arrays and names only, nothing that runs code when it is read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from bot.components.understanding.head import Head
from bot.components.understanding.kernel import Kernel
from bot.components.understanding.ngrams import Ngrams
from bot.components.understanding.scope import Neighbours, Scope
from bot.components.understanding.understanding import Understanding
from bot.components.understanding.views import Views

_FORMAT = 2
_ARRAYS = "understanding.npz"
_NAMES = "understanding.json"


class UnknownArchive(ValueError):
    """The folder holds no understanding that this version reads."""


def save(understanding: Understanding, folder: Path) -> None:
    """Write into `folder`, which exists."""
    heads = _heads(understanding)
    names = {
        "format": _FORMAT,
        "labels": {name: head.labels for name, head in heads.items()},
        "share": understanding.kernel.share,
        "scope_bias": understanding.scope.bias,
    }
    (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False, indent=1), encoding="utf-8")
    arrays = {"scope.weights": understanding.scope.weights, "acts": understanding.neighbours.acts}
    arrays |= _packed("examples", understanding.examples)
    arrays |= {f"ngrams.{name}": array for name, array in understanding.ngrams.arrays().items()}
    arrays |= {f"{name}.coefficients": head.coefficients for name, head in heads.items()}
    np.savez(folder / _ARRAYS, **arrays)


def load(folder: Path) -> Understanding:
    """Read what `save` wrote."""
    names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
    if names.get("format") != _FORMAT:
        raise UnknownArchive(
            f"{folder / _NAMES} has format {names.get('format')!r}, this version reads "
            f"{_FORMAT}: train again."
        )
    with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
        arrays = dict(stored)
    heads = {
        name: Head(tuple(labels), arrays[f"{name}.coefficients"])
        for name, labels in names["labels"].items()
    }
    ngrams = {
        name.removeprefix("ngrams."): array
        for name, array in arrays.items()
        if name.startswith("ngrams.")
    }
    return Understanding(
        ngrams=Ngrams.from_arrays(ngrams),
        examples=Views(arrays["examples.meaning"], _unpacked("examples", arrays)).searchable(),
        kernel=Kernel(names["share"]),
        acts=heads["acts"],
        topics=heads.get("topics"),
        neighbours=Neighbours(arrays["acts"], names["share"]),
        scope=Scope(arrays["scope.weights"], names["scope_bias"]),
    )


def _heads(understanding: Understanding) -> dict[str, Head]:
    heads = {"acts": understanding.acts, "topics": understanding.topics}
    return {name: head for name, head in heads.items() if head}


def _packed(name: str, views: Views) -> dict[str, np.ndarray]:
    letters = views.letters.tocsr()
    return {
        f"{name}.meaning": views.meaning,
        f"{name}.data": letters.data,
        f"{name}.indices": letters.indices,
        f"{name}.indptr": letters.indptr,
        f"{name}.shape": np.array(letters.shape),
    }


def _unpacked(name: str, arrays: dict[str, np.ndarray]) -> csr_matrix:
    parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
    return csr_matrix(parts, shape=tuple(arrays[f"{name}.shape"]))
