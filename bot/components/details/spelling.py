"""The words that the training data spells, so that none of them is taken for a typo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.components.reading.words import folded

_WORD = re.compile(r"[^\W\d_]{4,}")
# Examples contain typos on purpose, each once; a word that is meant comes twice.
_OFTEN = 2


def spelt_words(texts: Iterable[str]) -> list[str]:
    """Folded words that several examples use, in alphabetical order."""
    counts = Counter(word for text in texts for word in set(_WORD.findall(folded(text or ""))))
    return sorted(word for word, count in counts.items() if count >= _OFTEN)
