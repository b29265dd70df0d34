"""How the texts of a base are read before they are searched, and questions with them.

Typos are mended by the words of the base, and a language that the encoder does not know is glossed
for it: the understanding reads a message in the same way, so both take it for the same.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.components import reading
from bot.components.reading import Glossary, GlossaryError, Reader, Reading, counted_words
from kb_index.errors import UnknownGlossary


@dataclass(frozen=True, slots=True)
class BaseReader:
    """Reads texts of one language."""

    counts: Mapping[str, int]  # folded word → number of the base's texts that have it
    glossed: bool
    reader: Reader

    @classmethod
    def of(
        cls, counts: Mapping[str, int], language: str, *, glossed: bool, vocabulary: Collection[str]
    ) -> Self:
        """`vocabulary`: words that the encoder knows, and that need no mending.

        Raises UnknownGlossary where the language is to be glossed and has no glossary.
        """
        try:
            glossaries = [Glossary.of(language)] if glossed else []
        except GlossaryError as error:
            raise UnknownGlossary(str(error)) from error
        return cls(counts, glossed, Reader.of(counts, glossaries=glossaries, vocabulary=vocabulary))

    @classmethod
    def learn(
        cls, texts: Sequence[str], language: str, *, glossed: bool, vocabulary: Collection[str]
    ) -> Self:
        """Of the texts of a base, whose words are taken to be right."""
        return cls.of(counted_words(texts), language, glossed=glossed, vocabulary=vocabulary)

    def read(self, text: str) -> Reading:
        """What the encoder is given (`meaning`), and what is searched by words (`mended`)."""
        return self.reader.read(text)

    def save(self, file: Path) -> None:
        """Write what it takes to read the same way."""
        about = {"glossed": self.glossed, "counts": dict(self.counts)}
        file.write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, file: Path, language: str, *, vocabulary: Collection[str]) -> Self:
        """Read what `save` wrote."""
        about = json.loads(file.read_text("utf-8"))
        return cls.of(about["counts"], language, glossed=about["glossed"], vocabulary=vocabulary)


def reading_sources() -> list[Path]:
    """The files that decide how a text is read: code and glossaries."""
    folder = Path(reading.__file__).parent
    return sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".txt"})
