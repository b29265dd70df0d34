"""Texts as they are compared: by meaning and by letters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack


@dataclass(frozen=True, slots=True)
class Views:
    """The same texts twice: sentence vectors (texts x dimensions) and n-grams (texts x n-grams).

    All rows have unit length, so a product of two is a cosine.
    """

    meaning: np.ndarray
    letters: csr_matrix

    def __len__(self) -> int:
        return len(self.meaning)

    def __add__(self, others: Views) -> Views:
        return Views(
            np.vstack([self.meaning, others.meaning]),
            vstack([self.letters, others.letters]).tocsr(),
        )

    def rows(self, chosen: np.ndarray | slice) -> Views:
        """The views of the chosen texts."""
        return Views(self.meaning[chosen], self.letters[chosen])


@dataclass(frozen=True, slots=True)
class Cosines:
    """How alike texts are by each view: two arrays of one shape, texts x others."""

    meaning: np.ndarray
    letters: np.ndarray

    def to_first(self, count: int) -> Cosines:
        """With the first so many of the others."""
        return Cosines(self.meaning[:, :count], self.letters[:, :count])

    def among_first(self, count: int) -> Cosines:
        """Of the first so many texts with each other, where texts and others are the same."""
        return Cosines(self.meaning[:count, :count], self.letters[:count, :count])


def cosines(views: Views, others: Views) -> Cosines:
    """Of each text with each of the others."""
    letters = (views.letters @ others.letters.T).toarray()
    return Cosines(views.meaning @ others.meaning.T, letters)


def cosines_of_one(vector: np.ndarray, letters: np.ndarray, others: Views) -> Cosines:
    """Of one text (dimensions; n-grams, all of them) with each of the others: 1 x others.

    The n-grams of one text as a whole row, zeros and all, are met five times faster than as a
    sparse one, whose every product begins with checks.
    """
    return Cosines((others.meaning @ vector)[None, :], (others.letters @ letters)[None, :])


def mean_of_greatest(values: np.ndarray, count: int, *, least: float = 0.0) -> float:
    """The mean of the greatest so many; those that are missing count as `least`."""
    greatest = np.partition(values, -count)[-count:] if len(values) > count else values
    return float((greatest.sum() + least * (count - len(greatest))) / count)


def centred(vectors: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Vectors as seen from the mean of the examples, of unit length again.

    What all texts of a company share tells none from another; in a language that the encoder knows
    badly it is most of what a vector holds.
    """
    moved = np.asarray(vectors, dtype=np.float32) - centre
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, np.finfo(np.float32).eps))
