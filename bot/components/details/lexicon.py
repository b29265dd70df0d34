"""The company's patterns and word lists, as its training data gives them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.components.reading.words import folded

# {street} in a pattern stands for any spelling in the list `street`, or for a pattern `street`.
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# Letter → the letters that follow it in some spelling; _END where a spelling ends.
_Letters = dict[str, "_Letters"]
_END = ""


class BadPattern(ValueError):
    """A pattern in the training data is no regular expression, or names what is not there."""


@dataclass(frozen=True, slots=True, eq=False)  # by identity: what is made of it may be cached
class Lexicon:
    """Patterns by name and word lists by name; a list keeps its lines in order."""

    patterns: Mapping[str, Sequence[re.Pattern[str]]]
    lists: Mapping[str, Sequence[str]]
    meanings: Mapping[str, Mapping[str, str]]  # list → spelling in small letters → its line's first
    plain: Mapping[str, frozenset[str]]  # list → its spellings, folded
    known: frozenset[str]  # folded words of the training data: none is a typo, hardly one a name

    @classmethod
    def of(
        cls,
        patterns: Mapping[str, Sequence[str]],
        lists: Mapping[str, Sequence[str]],
        known: Collection[str] = (),
    ) -> Lexicon:
        """Compile the patterns; letters match in either case unless `(?-i:...)` says otherwise."""
        meanings = {name: _meanings(lines) for name, lines in lists.items()}
        words = {name: alternatives(spellings) for name, spellings in meanings.items()}
        compiled = {
            name: [_compiled(name, pattern, words, patterns) for pattern in several]
            for name, several in patterns.items()
        }
        plain = {name: frozenset(map(folded, spellings)) for name, spellings in meanings.items()}
        return cls(compiled, lists, meanings, plain, frozenset(known))

    def words(self, name: str) -> Sequence[str]:
        """The lines of a list; empty when the company has none."""
        return self.lists.get(name, ())

    def meaning(self, name: str) -> Mapping[str, str]:
        """Spelling → what the line begins with: `- Sevilla, Seville` makes both `Sevilla`."""
        return self.meanings.get(name, {})

    def has(self, name: str, word: str) -> bool:
        """Whether a list has the word, whatever its case and accents."""
        return folded(word) in self.plain.get(name, ())

    def matches(self, name: str, text: str) -> list[re.Match[str]]:
        """Every match of every pattern of that name."""
        return [
            match for pattern in self.patterns.get(name, ()) for match in pattern.finditer(text)
        ]


def alternatives(spellings: Iterable[str]) -> str:
    """A pattern for any of them, the longest that fits; what begins alike is tried together."""
    letters: _Letters = {}
    for spelling in spellings:
        at = letters
        for letter in " ".join(spelling.split()):
            at = at.setdefault(letter, {})
        at[_END] = {}
    return _branches(letters)


def _branches(letters: _Letters) -> str:
    several = [
        (r"\s+" if letter == " " else re.escape(letter)) + _branches(after)
        for letter, after in letters.items()
        if letter != _END
    ]
    together = several[0] if len(several) == 1 else f"(?:{'|'.join(several)})" if several else ""
    return f"(?:{together})?" if several and _END in letters else together


def _meanings(lines: Sequence[str]) -> dict[str, str]:
    several = ([each.strip() for each in line.split(",")] for line in lines)
    return {spelling.casefold(): first for first, *more in several for spelling in (first, *more)}


def _compiled(
    name: str, pattern: str, words: Mapping[str, str], patterns: Mapping[str, Sequence[str]]
) -> re.Pattern[str]:
    def filled(pattern: str, within: tuple[str, ...]) -> str:
        def part(placeholder: re.Match[str]) -> str:
            named = placeholder[1]
            if named in words:
                return f"(?:{words[named]})"
            if named in within or named not in patterns:
                others = ", ".join(sorted({*words, *patterns} - {*within}))
                raise BadPattern(
                    f"The pattern {pattern!r} of {within[-1]!r} in nlu_data names {{{named}}}, "
                    f"which is no other lookup or regex. There are {others}."
                )
            return f"(?:{filled('|'.join(dict.fromkeys(patterns[named])), (*within, named))})"

        return _PLACEHOLDER.sub(part, pattern)

    try:
        return re.compile(filled(pattern, (name,)), re.IGNORECASE)
    except re.error as error:
        raise BadPattern(
            f"The pattern {pattern!r} of {name!r} in nlu_data is no regular expression: {error}."
        ) from error
