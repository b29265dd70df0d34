"""Texts as they are compared: by meaning and by letters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix


@dataclass(frozen=True, slots=True)
class Views:
    """The same texts twice: sentence vectors (texts x dimensions) and n-grams (texts x n-grams).

    All rows have unit length, so a product of two is a cosine.
    """

    meaning: np.ndarray
    letters: csr_matrix | csc_matrix

    def __len__(self) -> int:
        return len(self.meaning)

    def searchable(self) -> Views:
        """The same with n-grams by column: a message meets only texts that share one with it."""
        return Views(self.meaning, self.letters.tocsc())

    def rows(self, chosen: np.ndarray) -> Views:
        """The views of the chosen texts."""
        return Views(self.meaning[chosen], self.letters[chosen])


@dataclass(frozen=True, slots=True)
class Cosines:
    """How alike texts are by each view: two arrays of one shape, texts x others."""

    meaning: np.ndarray
    letters: np.ndarray


def cosines(views: Views, others: Views) -> Cosines:
    """Of each text with each of the others."""
    letters = (views.letters @ others.letters.T).toarray()
    return Cosines(views.meaning @ others.meaning.T, letters)
