"""Which topic an example looks like by its words, were it not there itself.

By words and parts of words, not by the model: it takes a second without an encoder, and whatever a
model learns, an example whose every neighbour is of another topic is worth a look.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

NEIGHBOURS = 5
# Rows that are compared with all others at once: some megabytes.
PORTION = 512


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Of an example: the topic that its nearest others have, and the nearest of those."""

    example: int
    topic: str
    nearest: int
    margin: float  # how much nearer than the nearest of its own topic


def neighbours(texts: Sequence[str], topics: Sequence[str]) -> list[Neighbour]:
    """Of each example; none where there is nothing to compare it with."""
    if len(texts) <= NEIGHBOURS:
        return []
    vectors = _vectors(texts)
    names, numbers = np.unique(topics, return_inverse=True)
    found: list[Neighbour] = []
    for start in range(0, len(texts), PORTION):
        likeness = (vectors[start : start + PORTION] @ vectors.T).toarray()
        for row, each in enumerate(likeness):
            each[start + row] = -1.0  # itself
            found.append(_neighbour(start + row, each, numbers, names))
    return found


def _vectors(texts: Sequence[str]) -> csr_matrix:
    words = TfidfVectorizer(strip_accents="unicode", token_pattern=r"\w+", sublinear_tf=True)
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), strip_accents="unicode", sublinear_tf=True
    )
    joined = hstack([words.fit_transform(texts), letters.fit_transform(texts)])
    return csr_matrix(joined * 0.5)


def _neighbour(
    example: int, likeness: np.ndarray, numbers: np.ndarray, names: np.ndarray
) -> Neighbour:
    nearest = np.argpartition(-likeness, NEIGHBOURS)[:NEIGHBOURS]
    votes = np.bincount(numbers[nearest], weights=likeness[nearest])
    topic = int(votes.argmax())
    if votes[topic] <= 0:  # like no other at all
        return Neighbour(example, str(names[numbers[example]]), example, -1.0)
    of_it = max(nearest[numbers[nearest] == topic], key=lambda each: likeness[each])
    own = likeness[numbers == numbers[example]].max()
    return Neighbour(example, str(names[topic]), int(of_it), float(likeness[of_it] - own))
