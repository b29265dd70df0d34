"""Character and word n-grams, weighted by TF-IDF: what survives typos, and what a word is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.understanding.normalisation import normalised

# Characters inside words carry stems and typos; words in pairs carry negation ("no vale").
_KINDS = {
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\w+|[?!¿]"},
}


@dataclass(frozen=True, slots=True)
class Ngrams:
    """A fitted pair of vectorisers; a row of `features` has unit length."""

    vectorisers: dict[str, TfidfVectorizer]

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Ngrams:
        """Learn the n-grams of these texts and how rare each is."""
        cleaned = [normalised(text) for text in texts]
        return cls({kind: _vectoriser(kind).fit(cleaned) for kind in _KINDS})

    def features(self, texts: Sequence[str]) -> csr_matrix:
        """One row per text; its two halves weigh the same."""
        cleaned = [normalised(text) for text in texts]
        halves = [self.vectorisers[kind].transform(cleaned) for kind in _KINDS]
        return csr_matrix(hstack(halves) / np.sqrt(len(halves)), dtype=np.float32)

    def arrays(self) -> dict[str, np.ndarray]:
        """What `from_arrays` needs: the n-grams in order, and their weights."""
        arrays = {}
        for kind, vectoriser in self.vectorisers.items():
            arrays[f"{kind}.ngrams"] = np.array(vectoriser.get_feature_names_out(), dtype=np.str_)
            arrays[f"{kind}.weights"] = vectoriser.idf_
        return arrays

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> Ngrams:
        """The n-grams that `arrays` described."""
        return cls(
            {
                kind: _restored(kind, arrays[f"{kind}.ngrams"], arrays[f"{kind}.weights"])
                for kind in _KINDS
            }
        )


def _vectoriser(kind: str, **known: object) -> TfidfVectorizer:
    # Texts arrive normalised, so the vectoriser leaves case alone.
    return TfidfVectorizer(lowercase=False, sublinear_tf=True, **_KINDS[kind], **known)


def _restored(kind: str, ngrams: np.ndarray, weights: np.ndarray) -> TfidfVectorizer:
    vectoriser = _vectoriser(kind, vocabulary={ngram: at for at, ngram in enumerate(ngrams)})
    vectoriser.idf_ = weights
    return vectoriser
