"""A question made ready for searching in one language."""

from dataclasses import dataclass

from scipy import sparse

from kb_index.encoder import Vectors


@dataclass(frozen=True, slots=True)
class Question:
    """What each search needs of a question."""

    words: tuple[str, ...]  # stems
    ngrams: sparse.csr_matrix
    vector: Vectors
    plain: str  # all its words as they were written, but for case, accents and marks
