"""Which of a question's informative words an article speaks of."""

import json
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class WordsAsked:
    """A question's words, each weighed by its rarity.

    A word that no article uses weighs 1, one that every article uses next to nothing. Rarity does
    the work of a list of stop words.
    """

    covered: float  # those that the article uses
    asked: float  # all of them

    @property
    def share(self) -> float:
        """The share that the article covers, 0 to 1."""
        return self.covered / self.asked if self.asked else 0.0


class WordCoverage:
    """Which words each article uses, and how rare they are in the base."""

    def __init__(self, texts_with: dict[str, dict[int, int]], articles: int) -> None:
        self._texts_with = texts_with  # word → article number → number of its texts with it
        self._articles = articles

    @classmethod
    def build(cls, articles: Sequence[Iterable[Sequence[str]]]) -> "WordCoverage":
        """Count the words of each article, given as texts of words."""
        texts_with: dict[str, dict[int, int]] = {}
        for number, texts in enumerate(articles):
            for word, count in Counter(word for words in texts for word in set(words)).items():
                texts_with.setdefault(word, {})[number] = count
        return cls(texts_with, len(articles))

    def words_asked(
        self,
        words: Sequence[str],
        articles: Sequence[int],
        *,
        without: Collection[int] = (),
        without_words: Mapping[str, int] = NOTHING,
    ) -> tuple[WordsAsked, ...]:
        """The question's words as each of the articles uses them.

        `without_words` are counts to take off the articles `without`; with no counts given those
        are left out whole. That is how a question is rehearsed as if its own phrasing, or its
        whole article, had never been written.
        """
        used = [self._users(word, without, without_words) for word in sorted(set(words))]
        rarities = [self._rarity(len(users)) for users in used]
        asked = sum(rarities)
        covered = np.zeros(len(articles))
        for users, rarity in zip(used, rarities, strict=True):
            covered += [rarity if article in users else 0.0 for article in articles]
        return tuple(WordsAsked(each, asked) for each in covered.tolist())

    def _rarity(self, users: int) -> float:
        most = math.log(2 * (self._articles + 1))
        return math.log((self._articles + 1) / (users + 0.5)) / most

    def _users(
        self, word: str, without: Collection[int], without_words: Mapping[str, int]
    ) -> Collection[int]:
        counts = self._texts_with.get(word, {})
        # Of a common word half a large base are users: they are copied only where some are gone.
        less = without_words.get(word, 0) if without_words else math.inf
        gone = {article for article in without if article in counts and counts[article] <= less}
        return counts.keys() - gone if gone else counts

    def save(self, file: Path) -> None:
        """Write the counts to a file."""
        about = {"articles": self._articles, "texts_with": self._texts_with}
        file.write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, file: Path) -> "WordCoverage":
        """Read what `save` wrote."""
        about = json.loads(file.read_text("utf-8"))
        texts_with = {
            word: {int(number): count for number, count in counts.items()}
            for word, counts in about["texts_with"].items()
        }
        return cls(texts_with, about["articles"])
