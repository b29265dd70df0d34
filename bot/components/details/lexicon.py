"""The company's patterns and word lists, as its training data gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class BadPattern(ValueError):
    """A pattern in the training data is no regular expression."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by name and word lists by name; a list keeps its lines in order."""

    patterns: Mapping[str, Sequence[re.Pattern[str]]]
    lists: Mapping[str, Sequence[str]]

    @classmethod
    def of(
        cls, patterns: Mapping[str, Sequence[str]], lists: Mapping[str, Sequence[str]]
    ) -> Lexicon:
        """Compile the patterns; letters match in either case unless `(?-i:...)` says otherwise."""
        compiled = {
            name: [_compiled(name, pattern) for pattern in several]
            for name, several in patterns.items()
        }
        return cls(compiled, lists)

    def words(self, name: str) -> Sequence[str]:
        """The lines of a list; empty when the company has none."""
        return self.lists.get(name, ())

    def matches(self, name: str, text: str) -> list[re.Match[str]]:
        """Every match of every pattern of that name."""
        return [
            match for pattern in self.patterns.get(name, ()) for match in pattern.finditer(text)
        ]


def _compiled(name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise BadPattern(
            f"The pattern {pattern!r} of {name!r} in nlu_data is no regular expression: {error}."
        ) from error
