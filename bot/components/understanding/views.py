"""Texts as they are compared: by meaning and by letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, vstack


@dataclass(frozen=True, slots=True)
class Views:
    """The same texts twice: sentence vectors (texts x dimensions) and n-grams (texts x n-grams).

    All rows have unit length, so a product of two is a cosine.
    """

    meaning: np.ndarray
    letters: csr_matrix | csc_matrix

    def __len__(self) -> int:
        return len(self.meaning)

    def __add__(self, others: Views) -> Views:
        return Views(
            np.vstack([self.meaning, others.meaning]),
            vstack([self.letters, others.letters]).tocsr(),
        )

    def by_column(self) -> Views:
        """The same, stored column by column, as `cosines_of_one` takes them."""
        return Views(np.asfortranarray(self.meaning), self.letters.tocsc())

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


def cosines_of_one(
    vector: np.ndarray, ngrams: tuple[Sequence[int], np.ndarray], others: Views
) -> Cosines:
    """Of one text (its vector; the places and weights of its n-grams) with others: 1 x others.

    Only the columns of its own n-grams are looked at: of ten thousand examples' n-grams, one in
    twenty. Vectors in columns are added up in half the time that rows are multiplied in.
    """
    places, weights = ngrams
    letters = others.letters[:, places] @ weights
    return Cosines((others.meaning @ vector)[None, :], letters[None, :])


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
