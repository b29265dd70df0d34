"""Spelling: typos mended by the words that the bot has learned."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.components.reading.words import folded

_WORD = re.compile(r"[^\W\d_]{3,}")
# Shorter words have too many neighbours: "caso", "cosa", "casa" are all four letters already. Of
# three letters, a word may be one of four that has lost one.
_SHORTEST = 4
# A long word bears two slips and is still itself.
_LONG = 8
_CANDIDATES = 16
# How much less likely it is to hit one letter of all there are than to lose one or to swap two.
_LETTERS = 26
_MOST_REMEMBERED = 20_000
# A word that is only likely to be one is mended by a learned word that so many examples use, or
# more, the less likely the slip is: "quero" is by its stem a form of "querer", and a "quiero".
_LIKELY = math.log(10)
_UNKNOWN = -math.inf


@dataclass(frozen=True)
class Spelling:
    """The learned words with how many examples use them.

    `is_known` knows words in general; what is in doubt (`is_likely`) may be one.
    """

    counts: Mapping[str, int]
    is_known: Callable[[str], bool] = lambda _word: False
    is_likely: Callable[[str], bool] = lambda _word: False
    _by_length: dict[int, list[str]] = field(init=False, repr=False)
    _remembered: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_length: dict[int, list[str]] = {}
        for word in sorted(filter(is_long, self.counts)):
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
        nearest = self._remembered.get(plain)
        if nearest is None:
            nearest = self._nearest(plain)
            # Threads may share a spelling: each has its own `nearest`, whoever clears.
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[plain] = nearest
        return nearest or word

    def _nearest(self, word: str) -> str:
        """The learned word that was most likely meant, or "" if none is near.

        Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model"
        (1990): how often a word is used, and how likely it is to be mistyped like this.
        """
        as_written = _LIKELY if self.is_likely(word) else _UNKNOWN
        slips = 2 if len(word) >= _LONG and as_written == _UNKNOWN else 1
        shortest = len(word) - slips if len(word) >= _SHORTEST else len(word) + 1
        near = [
            candidate
            for length in range(shortest, len(word) + slips + 1)
            for candidate in self._by_length.get(length, ())
        ]
        found = process.extract(
            word, near, scorer=OSA.distance, score_cutoff=slips, limit=_CANDIDATES
        )
        likely = [
            (
                _likelihood(word, candidate, distance) + math.log(self.counts[candidate] + 1),
                candidate,
            )
            for candidate, distance, _ in found
        ]
        likelihood, meant = max(likely, default=(_UNKNOWN, ""))
        return meant if likelihood > as_written else ""


def _likelihood(written: str, meant: str, slips: int) -> float:
    """The logarithm of how likely it is to write this for that, up to a constant."""
    lost = len(meant) == len(written) + 1
    swapped = sorted(meant) == sorted(written)
    kindly = slips == 1 and (lost or swapped)
    return 0.0 if kindly else -slips * math.log(_LETTERS)


def is_long(word: str) -> bool:
    """Whether a word is long enough to be told from its neighbours."""
    return len(word) >= _SHORTEST and _WORD.fullmatch(word) is not None


def counted_words(texts: Iterable[str]) -> dict[str, int]:
    """Folded words of three letters and more, and how many of the texts use each."""
    counts = Counter(word for text in texts for word in set(_WORD.findall(folded(text))))
    return dict(sorted(counts.items()))
