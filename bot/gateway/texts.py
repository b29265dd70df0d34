"""The gateway's own sentences: from texts.yml here, and a workspace's in further languages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from actions.sentences import Sentences, read_sentences, with_own

CATALOGUE = Path(__file__).parent / "texts.yml"


class Texts(Sentences):
    """What the gateway says, in a company's languages."""

    @classmethod
    def load(cls, languages: Sequence[str], own: Path | None = None) -> Self:
        """The catalogue for a company's languages, with its `own` file, which may be missing.

        Raises CompanyFileError naming file and field.
        """
        texts = read_sentences(CATALOGUE)
        if own and own.exists():
            texts = with_own(texts, own, catalogue=CATALOGUE)
        return cls(texts, languages)
