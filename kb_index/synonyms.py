"""Synonyms: words that a company's customers use for the same, told by its leads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kb_index.words import words_of

_WORD = re.compile(r"\w+")

# Stem of a phrase's first word → its stems and what is put in its place, the longest phrase first.
Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Puts the first word or phrase of a group in the place of each other one, of any ending."""

    groups: tuple[tuple[str, ...], ...]
    language: str
    phrases: Phrases

    @classmethod
    def of(cls, groups: Sequence[Sequence[str]], language: str) -> Self:
        """`groups`: words and phrases that mean the same, what the articles say first."""
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for first, *others in groups:
            for other in others:
                stems = tuple(words_of(other, language))
                phrases.setdefault(stems[0], []).append((stems, first))
        for same_start in phrases.values():
            same_start.sort(key=lambda phrase: -len(phrase[0]))
        return cls(tuple(tuple(group) for group in groups), language, phrases)

    def unified(self, text: str) -> str:
        """The text in the words that its groups begin with; all else as it was."""
        return "".join(self._parts(text)) if self.phrases else text

    def _parts(self, text: str) -> Iterator[str]:
        words = list(_WORD.finditer(text))
        stems = [" ".join(words_of(word[0], self.language)) for word in words]
        at = place = 0
        while place < len(words):
            length, meant = self._phrase(stems, place)
            if length:
                yield text[at : words[place].start()] + meant
                at = words[place + length - 1].end()
            place += length or 1
        yield text[at:]

    def _phrase(self, stems: Sequence[str], place: int) -> tuple[int, str]:
        """How many words from here are a phrase, and what is meant; 0 if they are none."""
        for phrase, meant in self.phrases.get(stems[place], ()):
            if tuple(stems[place : place + len(phrase)]) == phrase:
                return len(phrase), meant
        return 0, ""
