"""An encoder that remembers: most texts of a base stay as they were since it was last built."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from kb_index.encoder import Encoder, EncoderManifest, Role, Vectors


class RememberingEncoder(Encoder):
    """Encodes a text once, and keeps the vectors in a file; texts are kept as hashes only."""

    def __init__(self, directory: Path, manifest: EncoderManifest) -> None:
        super().__init__(directory, manifest)
        self._known: dict[str, Vectors] = {}
        self._used: set[str] = set()

    @property
    def used(self) -> bool:
        """Whether anything was asked for."""
        return bool(self._used)

    def remember(self, file: Path) -> None:
        """Take up what was kept; a file of another encoder, or a damaged one, counts as empty."""
        self._known = _read(file, self.hash)

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

    def save(self, file: Path) -> None:
        """Keep what was asked for since the start, and forget the rest.

        A file that cannot be written costs time at the next build, no more.
        """
        keys = sorted(self._used)
        vectors = np.array([self._known[key] for key in keys], dtype=np.float32)
        unfinished = file.with_suffix(".unfinished.npz")
        with suppress(OSError):
            np.savez(unfinished, encoder=self.hash, keys=keys, vectors=vectors)
            unfinished.replace(file)


def _read(file: Path, encoder: str) -> dict[str, Vectors]:
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    # TypeError, AttributeError: an array where an archive of arrays should be.
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, BadZipFile):
        return {}
