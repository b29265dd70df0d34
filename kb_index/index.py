"""Exact search over vectors with FAISS."""

from pathlib import Path

import faiss
import numpy as np

from kb_index.classifier import MOST_TEXTS
from kb_index.encoder import Vectors
from kb_index.lexical import Scores

# Every text of a field this small gets its own cosine; in a larger one only the nearest do, the
# rest counts as unlike.
# The classifier of a base learns from all cosines, so what it learns from is small.
SMALL = MOST_TEXTS
NEAREST = 1_000


class VectorIndex:
    """Cosines between a question's vector and those of the texts."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """Index unit vectors, shape (texts, dimensions)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def scores(self, vector: Vectors) -> Scores:
        """The cosine of each text to one vector, negative ones as 0, in order."""
        scores = np.zeros(self._index.ntotal, dtype=np.float32)
        if self._index.ntotal:
            nearest = self._index.ntotal if self._index.ntotal <= SMALL else NEAREST
            cosines, rows = self._index.search(vector.reshape(1, -1), nearest)
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
