"""Spelling: typos mended by the words that the bot has learned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.components.understanding.normalisation import folded

# Shorter words have too many neighbours: "caso", "cosa", "casa" are all four letters already.
_WORD = re.compile(r"[^\W\d_]{4,}")
# A long word bears two slips and is still itself.
_LONG = 8
_CANDIDATES = 8
_MOST_REMEMBERED = 20_000


@dataclass(frozen=True)
class Spelling:
    """The learned words with how many examples use them; `is_known` knows words in general."""

    counts: Mapping[str, int]
    is_known: Callable[[str], bool] = lambda _word: False
    _by_length: dict[int, list[str]] = field(init=False, repr=False)
    _remembered: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_length: dict[int, list[str]] = {}
        for word in sorted(self.counts):
            by_length.setdefault(len(word), []).append(word)
        object.__setattr__(self, "_by_length", by_length)
        object.__setattr__(self, "_remembered", {})

    def mended(self, text: str) -> str:
        """The text with each unknown word as the learned one that it is a slip or two away from."""
        return _WORD.sub(lambda match: self._mended(match[0]), text)

    def _mended(self, word: str) -> str:
        plain = folded(word)
        if plain in self.counts or self.is_known(plain):
            return word
        if plain not in self._remembered:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[plain] = self._nearest(plain)
        return self._remembered[plain] or word

    def _nearest(self, word: str) -> str:
        """The learned word, or ""; of several the nearest, beginning alike, most often used."""
        slips = 2 if len(word) >= _LONG else 1
        near = [
            candidate
            for length in range(len(word) - slips, len(word) + slips + 1)
            for candidate in self._by_length.get(length, ())
        ]
        found = process.extract(
            word, near, scorer=OSA.distance, score_cutoff=slips, limit=_CANDIDATES
        )
        ranked = sorted(
            (distance, candidate[0] != word[0], -self.counts[candidate], candidate)
            for candidate, distance, _ in found
        )
        return ranked[0][-1] if ranked else ""


def is_long(word: str) -> bool:
    """Whether a word is long enough to be told from its neighbours."""
    return _WORD.fullmatch(word) is not None


def counted_words(texts: Iterable[str]) -> dict[str, int]:
    """Folded words of four letters and more, and how many of the texts use each."""
    counts = Counter(word for text in texts for word in set(_WORD.findall(folded(text))))
    return dict(sorted(counts.items()))
