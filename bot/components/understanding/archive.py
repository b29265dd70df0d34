"""Understanding on disk: arrays and names only, nothing that runs code when it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix

from bot.components.understanding.head import Head
from bot.components.understanding.kernel import Kernel
from bot.components.understanding.known_words import KnownWords
from bot.components.understanding.ngrams import Ngrams
from bot.components.understanding.scope import Scope
from bot.components.understanding.signals import Taught
from bot.components.understanding.standing import Standing, Weights
from bot.components.understanding.understanding import Understanding
from bot.components.understanding.views import Views

_FORMAT = 4
_ARRAYS = "understanding.npz"
_NAMES = "understanding.json"

Arrays = dict[str, np.ndarray]


class UnknownArchive(ValueError):
    """The folder holds no understanding that this version reads."""


def save(understanding: Understanding, folder: Path) -> None:
    """Write into `folder`, which exists."""
    heads, scope = _heads(understanding), understanding.scope
    words = understanding.taught.words
    names = {
        "format": _FORMAT,
        "labels": {name: head.labels for name, head in heads.items()},
        "kernel": {"share": understanding.kernel.share, "width": understanding.kernel.width},
        "scope": {"weights": scope.weights.tolist(), "bias": scope.bias} if scope else None,
        "standing": _told(understanding.standing),
        "words": list(words.places),
    }
    (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False, indent=1), encoding="utf-8")
    arrays: Arrays = {
        "centre": understanding.centre,
        "examples.meaning": understanding.examples.meaning,
        "taught": understanding.taught.truth,
        "words.uses": words.uses,
        "words.examples": words.examples,
    }
    arrays |= _packed("examples.letters", understanding.examples.letters)
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
    scope = names["scope"]
    words = KnownWords.of(
        {word: at for at, word in enumerate(names["words"])},
        arrays["words.uses"],
        arrays["words.examples"],
    )
    return Understanding(
        ngrams=Ngrams.from_arrays(_below("ngrams.", arrays)),
        centre=arrays["centre"],
        examples=Views(arrays["examples.meaning"], _unpacked("examples.letters", arrays)),
        kernel=Kernel(**names["kernel"]),
        acts=heads["acts"],
        topics=heads.get("topics"),
        taught=Taught(arrays["taught"], words),
        scope=Scope(np.array(scope["weights"]), scope["bias"]) if scope else None,
        standing=_standing(names["standing"]),
    )


def _heads(understanding: Understanding) -> dict[str, Head]:
    heads = {"acts": understanding.acts, "topics": understanding.topics}
    return {name: head for name, head in heads.items() if head}


def _told(standing: Standing) -> dict[str, Any]:
    return {
        "centre": standing.centre.tolist(),
        "scale": standing.scale.tolist(),
        **{
            name: {"each": weights.each.tolist(), "bias": weights.bias}
            for name, weights in (("right", standing.right), ("inside", standing.inside))
        },
    }


def _standing(told: Mapping[str, Any]) -> Standing:
    right, inside = (
        Weights(np.array(told[name]["each"]), told[name]["bias"]) for name in ("right", "inside")
    )
    return Standing(np.array(told["centre"]), np.array(told["scale"]), right, inside)


def _packed(name: str, columns: csc_matrix) -> Arrays:
    return {
        f"{name}.data": columns.data,
        f"{name}.indices": columns.indices,
        f"{name}.indptr": columns.indptr,
        f"{name}.shape": np.array(columns.shape),
    }


def _unpacked(name: str, arrays: Arrays) -> csc_matrix:
    parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
    return csc_matrix(parts, shape=tuple(arrays[f"{name}.shape"]))


def _below(prefix: str, arrays: Arrays) -> Arrays:
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }
