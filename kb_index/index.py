"""Exact search over vectors with FAISS."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np

from kb_index.classifier import MOST_TEXTS
from kb_index.encoder import Vectors
from kb_index.lexical import Scores

# Every text of a field this small gets its own cosine; in a larger one only the nearest do, the
# rest counts as unlike. To pick the nearest of so few takes longer than to take them all.
# The classifier of a base learns from all cosines, so what it learns from is small.
SMALL = 20_000
NEAREST = 200
assert SMALL >= MOST_TEXTS


class VectorIndex:
    """Cosines between a question's vector and those of the texts."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        # Of a small field the vectors themselves, where FAISS has them.
        small = 0 < index.ntotal <= SMALL
        self._texts = _vectors_of(index) if small else None

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """Index unit vectors, shape (texts, dimensions)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def scores(self, vector: Vectors) -> Scores:
        """The cosine of each text to one vector, negative ones as 0, in order."""
        if self._texts is not None:
            return np.asarray(np.maximum(self._texts @ vector, 0), dtype=np.float32)
        scores = np.zeros(self._index.ntotal, dtype=np.float32)
        if self._index.ntotal:
            cosines, rows = self._index.search(vector.reshape(1, -1), NEAREST)
            scores[rows[0]] = np.maximum(cosines[0], 0)
        return scores

    def all_scores(self, vectors: Vectors) -> Scores:
        """The cosine of each text to each vector, negative ones as 0, (vectors, texts)."""
        texts = self._index.reconstruct_n(0, self._index.ntotal)
        return np.asarray(np.maximum(vectors @ texts.T, 0), dtype=np.float32)

    def save(self, file: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> "VectorIndex":
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(file)))


def _vectors_of(index: Any) -> Vectors:
    """The index's own memory, not a copy, (texts, dimensions)."""
    held = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    return np.asarray(held, dtype=np.float32).reshape(index.ntotal, index.d)
