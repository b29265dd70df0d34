"""Where a message may part into two questions, and whether it leans on the question before it.

Only words and marks are looked at, and nothing is decided: whether there are two questions shows
when both are searched (`actions/turns/parts.py`). The words are data, a list each per language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.components.details.lexicon import alternatives

# The lists, as they are named in nlu_data/nlu/<language>/clauses.yml.
OPENERS = "clause_opener"
ASKING_WORDS, ASKING_STARTS = "asking_word", "asking_start"
LEANING_STARTS, POINTING_WORDS = "leaning_start", "pointing_word"
LEANING_ENDS, BARE_WORDS = "leaning_end", "bare_word"

# Each place is two more texts to understand and to search; the likeliest come first.
MOST_CUTS = 4
# One word is no question.
FEWEST_WORDS = 2
# A message that leans is short: a longer one says itself what it is about.
MOST_WORDS_LEANING = 10
MOST_WORDS_POINTING = 8
# "France as well?"
MOST_WORDS_ENDING = 5
# "parking?", "in cash?": so few words ask about what was spoken of.
MOST_WORDS_SHORT = 3
# "until when", "how much is it": none of its words says what about.
MOST_WORDS_BARE = 7

_MARKS = r"[.?!…;:,)\n]"
# How surely a mark ends a question, by the best of those that stand together; an opener lies
# between a comma and a full stop.
_STRENGTH = {"?": 4, ".": 3, "!": 3, "…": 3, ";": 3, "\n": 3}
_OF_OPENER = 2


@dataclass(frozen=True, slots=True)
class Cut:
    """The two halves of a message that is cut in one place."""

    left: str
    right: str
    in_sentence: bool  # a question mark at the end is that of the whole: "may I pay and the rest?"


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """What the company's languages say about clauses, compiled."""

    places: re.Pattern[str]
    asking: re.Pattern[str]
    leaning: re.Pattern[str]
    ending: re.Pattern[str]
    pointing: re.Pattern[str]
    bare: re.Pattern[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> ClauseWords:
        """Compile the lists of all languages; a list that is missing holds no word."""

        def words(name: str) -> str:
            spelt = [each.strip() for line in lists.get(name, ()) for each in line.split(",")]
            return f"(?:{alternatives(filter(None, spelt))})" if any(spelt) else "(?!)"

        opener = rf"(?P<opener>(?:{words(OPENERS)}[\s,]+)+)"
        return cls(
            places=_compiled(
                rf"(?P<marks>\s*{_MARKS}+)(?:\s+|(?=¿)){opener}?"
                rf"|\s+{opener.replace('opener', 'bare_opener')}|\s+(?=[¿(])"
            ),
            asking=_compiled(rf"{_whole(words(ASKING_WORDS))}|^\W*{words(ASKING_STARTS)}\b"),
            leaning=_compiled(rf"^\W*{words(LEANING_STARTS)}(?!\w)"),
            ending=_compiled(rf"(?<!\w){words(LEANING_ENDS)}\W*$"),
            pointing=_compiled(_whole(words(POINTING_WORDS))),
            bare=_compiled(rf"\W*(?:(?:{words(BARE_WORDS)}|{words(ASKING_WORDS)})(?!\w)\W*)+"),
        )

    def cuts(self, text: str) -> list[Cut]:
        """The places where a second question may begin, the likeliest first."""
        found = list(self._cuts(text))
        found.sort(key=lambda each: -each[0])  # stable: of equals the first in the text
        return [cut for _, cut in found[:MOST_CUTS]]

    def asks(self, clause: str, *, in_sentence: bool = False) -> bool:
        """Whether a clause has the words of a question or a wish, or its own question mark."""
        by_mark = not in_sentence and ("?" in clause or "¿" in clause)
        return by_mark or bool(self.asking.search(clause))

    def leans(self, text: str) -> str:
        """`clearly` by its ends, `bare` of a subject, `perhaps`, or empty: it stands alone."""
        words = len(text.split())
        begins = words <= MOST_WORDS_LEANING and self.leaning.search(text)
        ends = words <= MOST_WORDS_ENDING and "?" in text and self.ending.search(text)
        if begins or ends:
            return "clearly"
        if words <= MOST_WORDS_BARE and self.asks(text) and self.bare.fullmatch(text):
            return "bare"
        pointing = words <= MOST_WORDS_POINTING and self.pointing.search(text)
        short = words <= MOST_WORDS_SHORT and self.asks(text)
        return "perhaps" if pointing or short else ""

    def _cuts(self, text: str) -> Iterator[tuple[int, Cut]]:
        for place in self.places.finditer(text):
            left = text[: place.start()] + (place["marks"] or "").strip()
            right = text[place.end() :]
            if min(len(left.split()), len(right.split())) >= FEWEST_WORDS:
                strength = self._strength(place)
                yield strength, Cut(left.strip(" ,"), right.strip(), strength <= _OF_OPENER)

    @staticmethod
    def _strength(place: re.Match[str]) -> int:
        opened = _OF_OPENER if place["opener"] or place["bare_opener"] else 1
        if place.string[place.end() : place.end() + 1] == "¿":
            return _STRENGTH["?"]
        return max([opened, *(_STRENGTH.get(mark, 1) for mark in place["marks"] or "")])


def _whole(words: str) -> str:
    return rf"(?<!\w){words}(?!\w)"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
