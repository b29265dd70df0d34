"""A field of all articles of a language, titles or phrasings or passages, and its searches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kb_index.index import VectorIndex
from kb_index.lexical import CharacterIndex, Scores, WordIndex

SEARCHES = ("vectors", "words", "characters")


@dataclass(frozen=True, slots=True)
class FieldIndex:
    """The three searches over one field of all articles."""

    owners: NDArray[np.int64]  # article number of each row, ascending
    first: NDArray[np.int64]  # the first row of each article that has one
    vectors: VectorIndex
    words: WordIndex
    characters: CharacterIndex

    @classmethod
    def of(
        cls,
        owners: NDArray[np.int64],
        vectors: VectorIndex,
        words: WordIndex,
        characters: CharacterIndex,
    ) -> "FieldIndex":
        """An article's rows are neighbours."""
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        return cls(owners, first, vectors, words, characters)

    def scores_by_spelling(self, words: Sequence[str], ngrams: sparse.csr_matrix) -> Scores:
        """Of the searches that need no vector, shape (SEARCHES - 1, rows)."""
        return np.stack([self.words.scores(words), self.characters.scores(ngrams)])

    def best(self, rows: Scores, articles: int) -> Scores:
        """The best of each article's rows, 0 for one that has none; shape (SEARCHES, articles)."""
        if self.first.size == self.owners.size == articles:
            return rows  # one each
        best = np.zeros((len(SEARCHES), articles), dtype=np.float32)
        if self.first.size:
            own = self.owners[self.first]
            for column, found in zip(best, rows, strict=True):
                column[own] = np.maximum.reduceat(found, self.first)
        return best
