"""How the texts of a base are read before they are searched, and questions with them.

Synonyms become one word, typos are mended by the words of the base, and a language that the encoder
does not know is glossed for it: the understanding mends and glosses in the same way.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.components import reading
from bot.components.reading import Glossary, GlossaryError, Reader, Reading, counted_words
from kb_index.errors import UnknownGlossary
from kb_index.synonyms import Synonyms


@dataclass(frozen=True, slots=True)
class BaseReader:
    """Reads texts of one language."""

    counts: Mapping[str, int]  # folded word → number of the base's texts that have it
    glossed: bool
    reader: Reader
    synonyms: Synonyms

    @classmethod
    def of(
        cls,
        counts: Mapping[str, int],
        language: str,
        *,
        glossed: bool,
        vocabulary: Collection[str],
        synonyms: Synonyms | None = None,
    ) -> Self:
        """`vocabulary`: words that the encoder knows, and that need no mending.

        Raises UnknownGlossary where the language is to be glossed and has no glossary.
        """
        try:
            glossaries = [Glossary.of(language)] if glossed else []
        except GlossaryError as error:
            raise UnknownGlossary(str(error)) from error
        reader = Reader.of(counts, glossaries=glossaries, vocabulary=vocabulary)
        return cls(counts, glossed, reader, synonyms or Synonyms.of([], language))

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        language: str,
        *,
        glossed: bool,
        vocabulary: Collection[str],
        synonyms: Synonyms | None = None,
    ) -> Self:
        """Of the texts of a base, whose words are taken to be right."""
        return cls.of(
            counted_words(texts),
            language,
            glossed=glossed,
            vocabulary=vocabulary,
            synonyms=synonyms,
        )

    def read(self, text: str) -> Reading:
        """What the encoder is given (`meaning`), and what is searched by words (`mended`)."""
        return self.reader.read(self.synonyms.unified(text))

    def save(self, file: Path) -> None:
        """Write what it takes to read the same way."""
        groups = self.synonyms.groups
        about = {"glossed": self.glossed, "counts": dict(self.counts), "synonyms": groups}
        file.write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, file: Path, language: str, *, vocabulary: Collection[str]) -> Self:
        """Read what `save` wrote."""
        about = json.loads(file.read_text("utf-8"))
        return cls.of(
            about["counts"],
            language,
            glossed=about["glossed"],
            vocabulary=vocabulary,
            synonyms=Synonyms.of(about["synonyms"], language),
        )


def reading_sources() -> list[Path]:
    """The files that decide how a text is read: code and glossaries."""
    folder = Path(reading.__file__).parent
    return sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".txt"})
