"""Character and word n-grams, weighted by TF-IDF: what survives typos, and what a word is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.understanding.normalisation import normalised

# Characters inside words carry stems and typos; words in pairs carry negation ("no vale").
_KINDS = {
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\w+|[?!¿]"},
}
# Characters of more texts than both are left out: they tell nearly none from another, and are four
# in five of what a message shares with ten thousand examples. (Of BANKING77's and CLINC150's
# validation parts .9435 and .960 are named right with them and without.) Words are kept, however
# common: "how", "?" and "my" tell acts apart.
_COMMON_SHARE, _COMMON_LEAST = 0.1, 1_000


@dataclass(frozen=True, slots=True)
class Half:
    """The n-grams of one kind: the place of each, and how rare it is."""

    kind: str
    places: dict[str, int]
    rarity: np.ndarray

    def weights(self, text: str) -> tuple[list[int], np.ndarray]:
        """The places of a normalised text's n-grams and their weights, of unit length together.

        The same as scikit-learn's TF-IDF with sublinear frequencies, for one text at a time: its
        own way spends half a millisecond on checks.
        """
        counts = Counter(gram for gram in _analyser(self.kind)(text) if gram in self.places)
        places = [self.places[gram] for gram in counts]
        values = (
            (1 + np.log(list(counts.values()))) * self.rarity[places] if places else np.zeros(0)
        )
        length = np.sqrt(values @ values)
        return places, values / length if length else values


@dataclass(frozen=True, slots=True)
class Ngrams:
    """What n-grams there are; a row of `features` has unit length."""

    halves: tuple[Half, ...]

    @classmethod
    def learn(cls, texts: Sequence[str], *, once: bool = True) -> Ngrams:
        """Learn the n-grams of these texts and how rare each is.

        `once`: also those of one text alone, more than half of all; of few texts these are kept.
        """
        cleaned = [normalised(text) for text in texts]
        most = max(round(_COMMON_SHARE * len(texts)), _COMMON_LEAST)
        least = 1 if once or len(texts) < _COMMON_LEAST else 2
        learned = {
            "characters": _vectoriser("characters", max_df=most, min_df=least).fit(cleaned),
            "words": _vectoriser("words", min_df=least).fit(cleaned),
        }
        return cls(
            tuple(
                Half(kind, {str(gram): int(at) for gram, at in one.vocabulary_.items()}, one.idf_)
                for kind, one in learned.items()
            )
        )

    @property
    def width(self) -> int:
        """How many n-grams there are."""
        return sum(len(half.places) for half in self.halves)

    def features(self, texts: Iterable[str]) -> csr_matrix:
        """One row per text; its two halves weigh the same."""
        weighed = [self.weights(text) for text in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in weighed)])
        columns = [place for places, _ in weighed for place in places]
        data = np.concatenate([weights for _, weights in weighed] or [np.zeros(0, np.float32)])
        rows = csr_matrix((data, columns, ends), shape=(len(weighed), self.width))
        rows.sort_indices()
        return rows

    def weights(self, text: str) -> tuple[list[int], np.ndarray]:
        """The places of a text's n-grams and their weights, of unit length together."""
        cleaned, first = normalised(text), 0
        columns: list[int] = []
        values: list[np.ndarray] = []
        for half in self.halves:
            places, weights = half.weights(cleaned)
            columns += [first + place for place in places]
            values.append(weights)
            first += len(half.places)
        return columns, (np.concatenate(values) / np.sqrt(len(values))).astype(np.float32)

    def arrays(self) -> dict[str, np.ndarray]:
        """What `from_arrays` needs: the n-grams in order, and their weights."""
        arrays = {}
        for half in self.halves:
            in_order = sorted(half.places, key=half.places.__getitem__)
            arrays[f"{half.kind}.ngrams"] = np.array(in_order, dtype=np.str_)
            arrays[f"{half.kind}.weights"] = half.rarity
        return arrays

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> Ngrams:
        """The n-grams that `arrays` described."""
        return cls(
            tuple(
                Half(
                    kind,
                    {str(gram): at for at, gram in enumerate(arrays[f"{kind}.ngrams"])},
                    arrays[f"{kind}.weights"],
                )
                for kind in _KINDS
            )
        )


@cache
def _analyser(kind: str) -> Callable[[str], list[str]]:
    return _vectoriser(kind).build_analyzer()


def _vectoriser(kind: str, **limits: int) -> TfidfVectorizer:
    # Texts arrive normalised, so the vectoriser leaves case alone.
    return TfidfVectorizer(lowercase=False, sublinear_tf=True, **_KINDS[kind], **limits)
