"""Synonyms: words that a company's customers use for the same, told by its leads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kb_index.words import plain

_WORD = re.compile(r"\w+")
# What tells a plural: `celulares`, `vouchers`, and beside `vales` the e of `vale`. Stems would take
# more away, and make `células` a phone and `refrigeración` a fridge.
_PLURAL = re.compile(r"(?<=\w{2})(?:es|s|e)$")

# A phrase's first word → its words and what is put in its place, the longest phrase first.
Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Puts the first word or phrase of a group in the place of each other one, of either number."""

    groups: tuple[tuple[str, ...], ...]
    language: str
    phrases: Phrases

    @classmethod
    def of(cls, groups: Sequence[Sequence[str]], language: str) -> Self:
        """`groups`: words and phrases that mean the same, what the articles say first."""
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for first, *others in groups:
            for other in others:
                words = same_words(other)
                phrases.setdefault(words[0], []).append((words, first))
        for same_start in phrases.values():
            same_start.sort(key=lambda phrase: -len(phrase[0]))
        return cls(tuple(tuple(group) for group in groups), language, phrases)

    def unified(self, text: str) -> str:
        """The text in the words that its groups begin with; all else as it was."""
        return "".join(self._parts(text)) if self.phrases else text

    def _parts(self, text: str) -> Iterator[str]:
        found = list(_WORD.finditer(text))
        words = [" ".join(same_words(word[0])) for word in found]
        at = place = 0
        while place < len(found):
            length, meant = self._phrase(words, place)
            if length:
                yield text[at : found[place].start()] + meant
                at = found[place + length - 1].end()
            place += length or 1
        yield text[at:]

    def _phrase(self, words: Sequence[str], place: int) -> tuple[int, str]:
        """How many words from here are a phrase, and what is meant; 0 if they are none."""
        for phrase, meant in self.phrases.get(words[place], ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                return len(phrase), meant
        return 0, ""


def same_words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and the ending of a plural."""
    return tuple(_PLURAL.sub("", plain(word)) for word in _WORD.findall(text))
