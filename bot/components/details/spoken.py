"""Numbers in words, read as digits: `mil doscientos euros` as `1200 euros`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon, alternatives

# In the list `number_word` a line begins with what it means: a number, "+" for a word inside
# numbers (y, and) and "x2" for one that doubles the next digit.
_JOINS = "+"
_TIMES = "x2"
# "four, eight": what may stand between the digits that somebody spells out.
_BETWEEN = re.compile(r"[\s,.–-]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with digits for its number words; `origins` has each character's place in the old."""

    text: str
    origins: tuple[tuple[int, int], ...] | None = None  # None: nothing was read otherwise

    def as_written(self, details: list[Detail]) -> list[Detail]:
        """The details with their places in the old text."""
        if self.origins is None:
            return details
        places = self.origins
        return [
            replace(detail, start=places[detail.start][0], end=places[detail.end - 1][1])
            for detail in details
        ]


@dataclass(slots=True)
class _Number:
    start: int
    end: int
    digits: str


def reading(text: str, lexicon: Lexicon) -> Reading:
    """The text with the words of the list `number_word` as digits."""
    numbers = _numbers(text, lexicon)
    if not numbers:
        return Reading(text)
    letters: list[str] = []
    origins: list[tuple[int, int]] = []
    at = 0
    for number in numbers:
        between = text[at : number.start]
        if letters and _BETWEEN.fullmatch(between):
            between = " "
        letters += between
        origins += [(at + n, at + n + 1) for n in range(len(between))]
        letters += number.digits
        origins += [(number.start, number.end)] * len(number.digits)
        at = number.end
    letters += text[at:]
    origins += [(n, n + 1) for n in range(at, len(text))]
    return Reading("".join(letters), tuple(origins))


def _numbers(text: str, lexicon: Lexicon) -> list[_Number]:
    """Numbers as far as their words belong together, none beside written digits."""
    meaning = lexicon.meaning("number_word")
    found: list[_Number] = []
    doubled: re.Match[str] | None = None
    for word, value in _values(text, lexicon):
        if value == _TIMES:
            doubled = word
            continue
        joined = found and _joined(found[-1].digits, value)
        if joined and not doubled and _touch(text[found[-1].end : word.start()], meaning):
            found[-1].end, found[-1].digits = word.end(), joined
        elif doubled and not text[doubled.end() : word.start()].strip():
            found.append(_Number(doubled.start(), word.end(), value * 2))
        else:
            found.append(_Number(word.start(), word.end(), value))
        doubled = None
    return [number for number in found if not _beside_digits(text, number)]


def _values(text: str, lexicon: Lexicon) -> Iterator[tuple[re.Match[str], str]]:
    meaning = lexicon.meaning("number_word")
    for word in _pattern(lexicon).finditer(text):
        value = meaning[word[0].casefold()]
        if value != _JOINS:
            yield word, value


@lru_cache(maxsize=8)
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    spellings = lexicon.meaning("number_word")
    words = alternatives(spelling for spelling in spellings if not spelling.isdigit()) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _joined(digits: str, value: str) -> str | None:
    """One number of two, as in `six` `hundred`, `cuarenta` (y) `cinco`; None if they are two."""
    first, second = int(digits), int(value)
    if second == 1000 and first < 1000:
        return str(first * second) if first else None
    if second == 100 and 0 < first % 100 < 10:
        return str(first + first % 100 * 99)  # 2005 and a hundred: 2500
    fits = second and first >= 20 and first % 10 ** len(value) == 0
    return str(first + second) if fits else None


def _touch(between: str, meaning: Mapping[str, str]) -> bool:
    word = between.strip(" -").casefold()
    return not word or meaning.get(word) == _JOINS


def _beside_digits(text: str, number: _Number) -> bool:
    """Whether it counts what follows: in `this one 129 euros` nothing is 1129."""
    before, after = text[: number.start].rstrip(), text[number.end :].lstrip()
    return before[-1:].isdigit() or after[:1].isdigit()
