"""Signs: words that give something away, whatever else the message says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.components.reading.words import folded


@dataclass(frozen=True, slots=True)
class Signs:
    """Patterns by label; they see a text without accents and in small letters."""

    patterns: Mapping[str, Sequence[re.Pattern[str]]]

    @classmethod
    def of(cls, patterns: Mapping[str, Sequence[str]]) -> Signs:
        """Compile them."""
        return cls(
            {name: [re.compile(one) for one in several] for name, several in patterns.items()}
        )

    def counted(self, text: str) -> dict[str, int]:
        """How many patterns of each label the text has; labels without any are left out."""
        plain = folded(text)
        counts = {
            name: sum(bool(pattern.search(plain)) for pattern in several)
            for name, several in self.patterns.items()
        }
        return {name: count for name, count in counts.items() if count}
