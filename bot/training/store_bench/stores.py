"""Ways to keep vectors and find the nearest: the knowledge base's own, and others of FAISS."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import faiss
import numpy as np

from bot.training.store_bench.vectors import CHUNK
from kb_index.encoder import Vectors
from kb_index.index import graph

Chunks = Callable[[], Iterator[Vectors]]

OURS = "hnsw"
# Vectors per list that its centre is learned from; fewer make FAISS complain.
TAUGHT_PER_LIST = 40
# One list in so many is looked into.
LISTS_PER_LOOK = 32


def _exact(rows: int, chunks: Chunks) -> Any:
    index = faiss.IndexFlatIP(_dimensions(chunks))
    return _filled(index, chunks)


def _hnsw(rows: int, chunks: Chunks) -> Any:
    return _filled(graph(_dimensions(chunks)), chunks)


def _inverted(quantiser: str) -> Callable[[int, Chunks], Any]:
    """Lists around centres, a power of two of them near 4 √rows."""

    def build(rows: int, chunks: Chunks) -> Any:
        lists = 2 ** round(np.log2(4 * np.sqrt(rows)))
        metric = faiss.METRIC_INNER_PRODUCT
        index: Any = faiss.index_factory(_dimensions(chunks), f"IVF{lists},{quantiser}", metric)
        taught = -(-min(rows, lists * TAUGHT_PER_LIST) // CHUNK)
        index.train(np.concatenate(list(islice(chunks(), taught))))
        index.nprobe = max(1, lists // LISTS_PER_LOOK)
        return _filled(index, chunks)

    return build


STORES: Mapping[str, Callable[[int, Chunks], Any]] = {
    "exact": _exact,
    OURS: _hnsw,
    "ivf": _inverted("Flat"),
    "ivf_8_bits": _inverted("SQ8"),
}


def _dimensions(chunks: Chunks) -> int:
    return int(next(chunks()).shape[1])


def _filled(index: Any, chunks: Chunks) -> Any:
    for chunk in chunks():
        index.add(chunk)
    return index
