"""Which of a message's words the examples use: a new word is news that no label has heard of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.components.understanding.normalisation import normalised

_WORD = re.compile(r"\w+")
# So often an example has used a word that none uses.
_NEVER = 0.5


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words, and in how many examples of each label they stand (labels x words)."""

    places: dict[str, int]
    uses: np.ndarray
    examples: np.ndarray  # how many each label has
    anywhere: np.ndarray  # in how many examples each word stands

    @classmethod
    def learn(cls, texts: Sequence[str], truth: np.ndarray, labels: int) -> KnownWords:
        """From the texts of the examples and the label of each, an index."""
        words = [_words(text) for text in texts]
        places = {word: at for at, word in enumerate(sorted(set().union(*words)))}
        uses = np.zeros((labels, len(places)), dtype=np.float32)
        for label, each in zip(truth, words, strict=True):
            uses[label, [places[word] for word in each]] += 1
        return cls.of(places, uses, np.bincount(truth, minlength=labels))

    @classmethod
    def of(cls, places: dict[str, int], uses: np.ndarray, examples: np.ndarray) -> KnownWords:
        """What `learn` counted."""
        return cls(places, uses, examples, uses.sum(axis=0))

    def shares(self, text: str, label: int) -> tuple[float, float]:
        """How much of the text, rare words first, stands in any example, and in one of `label`."""
        columns, unknown = self._columns(text)
        return self._shares(columns, unknown, label, np.zeros(len(columns)), np.zeros(len(columns)))

    def shares_unseen(
        self, text: str, own: int, label: int, *, taught: bool
    ) -> tuple[float, float]:
        """The same for an example of `own`, as if the bot had not learned it, or nothing of `own`.

        `taught`: whether the other examples of its label were.
        """
        columns, unknown = self._columns(text)
        anywhere = np.ones(len(columns)) if taught else self.uses[own, columns]
        there = anywhere if label == own else np.zeros(len(columns))
        return self._shares(columns, unknown, label, anywhere, there)

    def _columns(self, text: str) -> tuple[np.ndarray, int]:
        words = _words(text)
        columns = [self.places[word] for word in sorted(words) if word in self.places]
        return np.array(columns, dtype=int), len(words) - len(columns)

    def _shares(
        self,
        columns: np.ndarray,
        unknown: int,
        label: int,
        less_anywhere: np.ndarray,
        less_there: np.ndarray,
    ) -> tuple[float, float]:
        anywhere = self.anywhere[columns] - less_anywhere
        there = self.uses[label, columns] - less_there
        weights = np.log((self.examples.sum() + 1) / (anywhere + _NEVER))
        news = unknown * np.log((self.examples.sum() + 1) / _NEVER)
        total = weights.sum() + news
        if not total:
            return 0.0, 0.0
        known, known_there = (float(weights[uses > 0].sum() / total) for uses in (anywhere, there))
        return known, known_there


def _words(text: str) -> set[str]:
    return set(_WORD.findall(normalised(text)))
