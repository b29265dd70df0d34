"""An encoder that remembers: most texts of a base stay as they were since it was last built."""

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kb_index.encoder import Encoder, Role, Vectors


class RememberingEncoder(Encoder):
    """Encodes a text once, and keeps the vectors in a file; texts are kept as hashes only.

    A file of another encoder, or one that cannot be read, counts as empty.
    """

    def __init__(self, encoder: Encoder, file: Path) -> None:
        super().__init__(encoder.directory, encoder.manifest)
        self._file = file
        self._known = _read(file, self.hash)
        self._used: set[str] = set()

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Vectors of the texts, shape (texts, dimensions), in their order."""
        prefix = self.manifest.prefixes.get(role, "")
        keys = [hashlib.sha256((prefix + text).encode()).hexdigest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            vectors = super().encode(list(new.values()), role=role)
            self._known.update(zip(new, vectors, strict=True))
        self._used.update(keys)
        return np.array([self._known[key] for key in keys], dtype=np.float32).reshape(
            len(keys), self.dimensions
        )

    def save(self) -> None:
        """Keep what was asked for since the start, and forget the rest."""
        keys = sorted(self._used)
        vectors = np.array([self._known[key] for key in keys], dtype=np.float32)
        unfinished = self._file.with_suffix(".unfinished.npz")
        np.savez(unfinished, encoder=self.hash, keys=keys, vectors=vectors)
        unfinished.replace(self._file)


def _read(file: Path, encoder: str) -> dict[str, Vectors]:
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
