"""Search over vectors with FAISS: exact, or in a large field nearly so."""

from pathlib import Path
from typing import Any, Literal

import faiss
import numpy as np

from kb_index.classifier import MOST_TEXTS
from kb_index.encoder import Vectors
from kb_index.lexical import Scores

# How a field's vectors are searched: each with each, or along a graph of neighbours (Malkov and
# Yashunin 2016) that meets a few thousand of them.
Kind = Literal["exact", "hnsw"]

# Every text of a field this small gets its own cosine; in a larger one only the nearest do, the
# rest counts as unlike. To pick the nearest of so few takes longer than to take them all.
# The classifier of a base learns from all cosines, so what it learns from is small.
SMALL = 20_000
NEAREST = 200
assert SMALL >= MOST_TEXTS
# A larger field is searched along its graph.
MOST_EXACT = 50_000
# Neighbours of each vector in the graph, and how many are looked at to find them. Figures are in
# docs/answers.md, "How large, how quick".
LINKS = 32
LOOKED_AT_BUILDING = 200
# How many are looked at to find the NEAREST of a question in a graph of so many; in one ten times
# as large, four times as many.
LOOKED_AT, IN_A_GRAPH_OF, GROWING = 250, 100_000, 0.6


# FAISS's types do not list it.
_cosines_to_all: Any = faiss.__dict__["fvec_inner_products_ny"]
# The file of an index in its folder.
VECTORS = "vectors.faiss"


def kind_for(texts: int) -> Kind:
    """How a field of so many texts is searched."""
    return "exact" if texts <= MOST_EXACT else "hnsw"


class VectorIndex:
    """Cosines between a question's vector and those of the texts."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.kind: Kind = "hnsw" if isinstance(index, faiss.IndexHNSW) else "exact"

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """Index unit vectors, shape (texts, dimensions)."""
        texts, dimensions = vectors.shape
        index = graph(dimensions) if kind_for(texts) == "hnsw" else faiss.IndexFlatIP(dimensions)
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(_looking_far_enough(index))

    def scores(self, vector: Vectors) -> Scores:
        """The cosine of each text to one vector, negative ones as 0, in order."""
        texts = self._index.ntotal
        if self.kind == "exact" and texts <= SMALL:
            return np.maximum(self._cosines(vector), 0)
        scores = np.zeros(texts, dtype=np.float32)
        cosines, rows = self._index.search(vector.reshape(1, -1), NEAREST)
        # A graph may find fewer than were asked for.
        found = rows[0] >= 0
        scores[rows[0][found]] = np.maximum(cosines[0][found], 0)
        return scores

    def _cosines(self, vector: Vectors) -> Scores:
        """All of them, on one core.

        Two cores of BLAS would take as long, and then spin and take the cores that the next
        question is encoded on.
        """
        cosines = np.empty(self._index.ntotal, dtype=np.float32)
        if cosines.size:
            _cosines_to_all(
                faiss.swig_ptr(cosines),
                faiss.swig_ptr(np.ascontiguousarray(vector, dtype=np.float32)),
                self._index.get_xb(),
                self._index.d,
                self._index.ntotal,
            )
        return cosines

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
        return cls(opened(file))


def opened(file: Path) -> Any:
    """FAISS's index in a file; a graph stays there, and of it is read what is met."""
    # FAISS 1.15 maps a graph with this flag; with IO_FLAG_MMAP it reads all of it.
    mapped = faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC)
    if isinstance(mapped, faiss.IndexHNSW):
        return _looking_far_enough(mapped)
    # What every question meets whole is quicker in memory, where its numbers are aligned.
    return faiss.read_index(str(file))


def graph(dimensions: int) -> Any:
    """An empty graph. Its vectors are kept in 16 bits: half the memory, for 1e-4 of a cosine."""
    index: Any = faiss.index_factory(dimensions, f"HNSW{LINKS},SQfp16", faiss.METRIC_INNER_PRODUCT)
    index.train(np.zeros((1, dimensions), dtype=np.float32))  # learns nothing, and is asked for
    index.hnsw.efConstruction = LOOKED_AT_BUILDING
    return index


def _looking_far_enough(index: Any) -> Any:
    if isinstance(index, faiss.IndexHNSW):
        more = max(1.0, (index.ntotal / IN_A_GRAPH_OF) ** GROWING)
        index.hnsw.efSearch = round(LOOKED_AT * more)
    return index
