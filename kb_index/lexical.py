"""Search by words and by pieces of words: BM25 over stems, and TF-IDF over character n-grams."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

from kb_index.words import plain_words

Scores = NDArray[np.float32]

# Long enough for a stem, short enough to survive a typo on either side of it.
CHARACTER_NGRAMS = (3, 5)
HASHED_NGRAMS = 2**17


class WordIndex:
    """BM25 over stems; a score is a share of what the question's words could reach, 0 to 1."""

    def __init__(self, bm25: bm25s.BM25 | None, frequencies: dict[str, int], texts: int) -> None:
        self._bm25 = bm25
        self._frequencies = frequencies  # word → number of texts that have it
        self._texts = texts

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]]) -> "WordIndex":
        """Index texts given as words."""
        frequencies = Counter(word for words in texts for word in set(words))
        if not frequencies:
            return cls(None, {}, len(texts))
        bm25 = bm25s.BM25()
        bm25.index([list(words) for words in texts], show_progress=False)
        return cls(bm25, dict(frequencies), len(texts))

    def scores(self, words: Sequence[str]) -> Scores:
        """The score of each text, in order."""
        asked = sorted(set(words))
        known = [word for word in asked if word in self._frequencies]
        if self._bm25 is None or not known:
            return np.zeros(self._texts, dtype=np.float32)
        attainable = sum(self._rarity(word) for word in asked)
        return np.asarray(self._bm25.get_scores(known) / attainable, dtype=np.float32)

    def _rarity(self, word: str) -> float:
        # Lucene's idf, as bm25s weighs words; a word nobody wrote counts as the rarest.
        frequency = self._frequencies.get(word, 0)
        return math.log(1 + (self._texts - frequency + 0.5) / (frequency + 0.5))

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        folder.mkdir(parents=True)
        about = {"texts": self._texts, "frequencies": self._frequencies}
        (folder / "words.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
        if self._bm25 is not None:
            self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "WordIndex":
        """Read what `save` wrote."""
        about = json.loads((folder / "words.json").read_text("utf-8"))
        bm25 = bm25s.BM25.load(folder, show_progress=False) if about["frequencies"] else None
        return cls(bm25, about["frequencies"], about["texts"])


class CharacterIndex:
    """Cosine of TF-IDF over character n-grams: what finds words with typos and without stems."""

    def __init__(self, by_ngram: sparse.csc_matrix, rarities: Scores) -> None:
        self._by_ngram = by_ngram  # (texts, hashed n-grams), rows of length one
        self._rarities = rarities

    @classmethod
    def build(cls, texts: Sequence[str]) -> "CharacterIndex":
        """Index the texts."""
        counts = ngram_counts(texts)
        frequencies = np.asarray((counts > 0).sum(axis=0)).ravel()
        rarities = np.log((1 + len(texts)) / (1 + frequencies)) + 1
        by_ngram = _weighted(counts, rarities).tocsc().astype(np.float32)
        return cls(by_ngram, rarities.astype(np.float32))

    def scores(self, question: sparse.csr_matrix) -> Scores:
        """The cosine of each text to a question, given as its `ngram_counts`, in order.

        Only the texts of each n-gram are met, and no sparse matrix is made of them: scipy looks at
        one for longer than the sums take.
        """
        texts = self._by_ngram.shape[0]
        weights = (1 + np.log(question.data)) * self._rarities[question.indices]
        weights /= max(float(np.sqrt(weights @ weights)), 1e-12)
        first, end = (self._by_ngram.indptr[question.indices + after] for after in (0, 1))
        own = [slice(*each) for each in zip(first.tolist(), end.tolist(), strict=True)]
        if not own:
            return np.zeros(texts, dtype=np.float32)
        having = np.concatenate([self._by_ngram.indices[each] for each in own])
        shares = np.concatenate([self._by_ngram.data[each] for each in own])
        weighed = shares * np.repeat(weights, end - first)
        return np.bincount(having, weighed, minlength=texts).astype(np.float32)

    def all_scores(self, questions: sparse.csr_matrix) -> Scores:
        """The cosine of each text to each question, shape (questions, texts)."""
        asked = _weighted(questions, self._rarities)
        return np.asarray((self._by_ngram @ asked.T).toarray().T, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        folder.mkdir(parents=True)
        sparse.save_npz(folder / "matrix.npz", self._by_ngram)
        np.save(folder / "rarities.npy", self._rarities)

    @classmethod
    def load(cls, folder: Path) -> "CharacterIndex":
        """Read what `save` wrote."""
        matrix = sparse.load_npz(folder / "matrix.npz")
        return cls(matrix, np.load(folder / "rarities.npy", allow_pickle=False))


@cache
def _ngrams() -> HashingVectorizer:
    # Hashing, not a vocabulary: an n-gram that no text has still counts in the question's length.
    return HashingVectorizer(
        analyzer="char_wb",
        ngram_range=CHARACTER_NGRAMS,
        n_features=HASHED_NGRAMS,
        alternate_sign=False,
        norm=None,
        preprocessor=_spaced_words,
    )


def _spaced_words(text: str) -> str:
    # Without punctuation, which customers leave out and authors do not.
    return " ".join(plain_words(text))


def ngram_counts(texts: Sequence[str]) -> sparse.csr_matrix:
    """How often each hashed n-gram stands in each text, shape (texts, HASHED_NGRAMS)."""
    if not texts:
        return sparse.csr_matrix((0, HASHED_NGRAMS))
    return _ngrams().transform(texts)


def _weighted(counts: sparse.csr_matrix, rarities: Scores) -> sparse.csr_matrix:
    weighted = sparse.csr_matrix(counts, dtype=np.float32)
    weighted.data = (1 + np.log(weighted.data)) * rarities[weighted.indices]
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-12)) @ weighted)
