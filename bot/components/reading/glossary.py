"""Glossary: word by word from one language into English, for an encoder that knows no other.

The sentence it makes is no translation; it is close enough for the encoder to find its meaning.
"Configurar mi alarma" becomes "configure my alarm", and eight examples of each intent then teach as
much as they do in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import local

import Stemmer

from bot.components.reading.words import WORD, folded

FOLDER = Path(__file__).parent / "glossaries"
# Stems of shorter words are shared by too many: "son", "sol".
_SHORTEST_STEMMED = 3
_STEMMERS = {"es": "spanish", "pt": "portuguese", "fr": "french", "it": "italian", "de": "german"}

Words = tuple[str, ...]

_of_thread = local()


class GlossaryError(ValueError):
    """A glossary is missing or has a line that is none; the sentence names file and line."""


@dataclass(frozen=True)
class Glossary:
    """What the words and phrases of a language mean in English."""

    language: str
    written: Mapping[Words, str]  # with their accents
    plain: Mapping[Words, str]  # without
    stems: Mapping[Words, str]

    @classmethod
    def of(cls, language: str, folder: Path = FOLDER) -> Glossary:
        """Reads `<folder>/<language>.txt`."""
        file = folder / f"{language}.txt"
        if not file.is_file() or language not in _STEMMERS:
            known = ", ".join(sorted(path.stem for path in folder.glob("*.txt"))) or "none"
            raise GlossaryError(
                f"There is no glossary for {language!r} (there is: {known}). Take it out of "
                "`glossaries` in config.yml, or choose an encoder that knows the language."
            )
        written: dict[Words, str] = {}
        plain: dict[Words, str] = {}
        stems: dict[Words, str] = {}
        stem = _stem(language)
        for form, meaning in _entries(file):
            written.setdefault(tuple(form.split()), meaning)
            words = tuple(folded(form).split())
            plain.setdefault(words, meaning)
            stems.setdefault(tuple(map(stem, words)), meaning)
        return cls(language, written, plain, stems)

    def gloss(self, text: str) -> str:
        """The text in English words; those that are not known stay, for most are names."""
        words = WORD.findall(text.casefold())
        return " ".join(meaning for meaning, _, _ in self._meanings(words) if meaning)

    def has(self, text: str) -> bool:
        """Whether a text is in this language rather than in English.

        It is when it has more of the language's words than of English ones, and half of its words
        are known.
        """
        words = WORD.findall(text.casefold())
        letters = [word for word in words if word[0].isalpha()]
        known = sum(count for _, count, meant in self._meanings(words) if meant)
        english = sum(bool(self._english & {word, word.removesuffix("s")}) for word in letters)
        return known > english and 2 * known >= len(letters)

    def knows(self, word: str) -> bool:
        """Whether a folded word is one of this language."""
        return (word,) in self.plain or (_stem(self.language)(word),) in self.stems

    @cached_property
    def words(self) -> frozenset[str]:
        """Its single words, folded."""
        return frozenset(words[0] for words in self.plain if len(words) == 1)

    @cached_property
    def _english(self) -> frozenset[str]:
        return frozenset(word for meaning in self.plain.values() for word in meaning.split())

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.plain))

    def _meanings(self, words: list[str]) -> Iterator[tuple[str, int, bool]]:
        """Piece by piece: the meaning, how many words it takes, and whether they are known."""
        stem = _stem(self.language)
        plain = [folded(word) for word in words]
        stems = [stem(word) for word in plain]
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                piece = slice(at, at + length)
                meaning = self._meaning(words[piece], plain[piece], stems[piece])
                if meaning is not None:
                    break
            known = meaning is not None
            yield (meaning if meaning is not None else words[at]), length, known
            at += length

    def _meaning(self, written: list[str], plain: list[str], stems: list[str]) -> str | None:
        meaning = self.written.get(tuple(written), self.plain.get(tuple(plain)))
        if meaning is None and all(len(word) >= _SHORTEST_STEMMED for word in plain):
            meaning = self.stems.get(tuple(stems))
        return meaning


def glossaries(folder: Path = FOLDER) -> list[Glossary]:
    """All there are."""
    return [Glossary.of(file.stem, folder) for file in sorted(folder.glob("*.txt"))]


def _entries(file: Path) -> Iterator[tuple[str, str]]:
    """Form and meaning of each entry, in the order of the file."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        meaning, equals, forms = line.partition("=")
        each = [" ".join(form.casefold().split()) for form in forms.split("|")]
        if not equals or not all(each):
            raise GlossaryError(
                f"{file}, line {number}: write `english = form | form`, with a form on each side "
                "of every bar."
            )
        for form in each:
            yield form, meaning.strip()


def _stem(language: str):  # noqa: ANN202 (a method of PyStemmer's class, which has no types)
    """The thread's own stemmer of a language: one has state, and must not be shared."""
    own = _of_thread.__dict__.setdefault("stemmers", {})
    if language not in own:
        own[language] = Stemmer.Stemmer(_STEMMERS[language])
    return own[language].stemWord
