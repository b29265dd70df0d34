"""Finds articles by the words of a search box: no encoder, made in a moment.

The bot's own search (retrieval.py) weighs meaning and knows how sure it is. This one is for a
list of links that a person reads, in a process that loads no model.
"""

import math
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from kb_index.article import Article
from kb_index.words import plain_words, stems_of

# A word in the title counts as often as it would in so many phrasings.
TITLE_COUNTS = 4
# Half of a word's weight is reached when an article has it so many times (BM25's k).
HALF_WEIGHT_AT = 1.5
# Of what the words could reach, in shares: below it an article only mentions them ...
LEAST_SHARE = 0.15
# ... and beside a much better one it is not worth a line.
LEAST_SHARE_OF_BEST = 0.5
# A misspelt word is taken for one this alike, of 100; shorter ones are alike by chance.
ALIKE = 84
SHORTEST_MISSPELT = 4
MOST_FOUND = 20


class ArticleSearch:
    """The articles of one language, by the stems of their words."""

    def __init__(self, articles: Sequence[Article], language: str) -> None:
        self._articles = tuple(articles)
        self._language = language
        self._stems: dict[str, str] = {}  # word as written → its stem
        self._counts: dict[str, dict[int, int]] = {}  # stem → article's number → times
        for number, article in enumerate(articles):
            self._add(number, article)

    def find(self, text: str) -> list[Article]:
        """The articles that have the text's words, or some of them, best first."""
        shares = self._shares([self._understood(word) for word in dict.fromkeys(plain_words(text))])
        least = max(LEAST_SHARE, LEAST_SHARE_OF_BEST * max(shares.values(), default=0.0))
        best_first = sorted(shares, key=lambda number: -shares[number])
        return [self._articles[each] for each in best_first if shares[each] >= least][:MOST_FOUND]

    def _add(self, number: int, article: Article) -> None:
        texts = [article.title] * TITLE_COUNTS + [*article.phrasings, article.text]
        words = [word for text in texts for word in plain_words(text)]
        stems = stems_of(words, self._language)
        self._stems.update(zip(words, stems, strict=True))
        for stem, times in Counter(stems).items():
            self._counts.setdefault(stem, {})[number] = times

    def _understood(self, word: str) -> str:
        """The word's stem, or that of the written word most like it."""
        (stem,) = stems_of([word], self._language)
        if stem in self._counts or len(word) < SHORTEST_MISSPELT:
            return stem
        written = self._stems.keys()
        alike = process.extractOne(word, written, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self._stems[alike[0]] if alike else stem

    def _shares(self, stems: Sequence[str]) -> dict[int, float]:
        """The share of what the stems could reach, by the number of each article with any."""
        attainable = sum(self._rarity(stem) for stem in stems)
        shares: dict[int, float] = {}
        for stem in stems:
            for number, times in self._counts.get(stem, {}).items():
                weight = times / (times + HALF_WEIGHT_AT)
                share = weight * self._rarity(stem) / attainable
                shares[number] = shares.get(number, 0.0) + share
        return shares

    def _rarity(self, stem: str) -> float:
        # Lucene's idf; a word that nobody wrote counts as the rarest.
        having = len(self._counts.get(stem, {}))
        return math.log(1 + (len(self._articles) - having + 0.5) / (having + 0.5))
