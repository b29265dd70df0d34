"""The gateway's own sentences: from texts.yml here, and a workspace's in further languages."""

import string
from collections.abc import Mapping, Sequence
from pathlib import Path

from actions.company_file import CompanyFile, CompanyFileError, read_company_file

CATALOGUE = Path(__file__).parent / "texts.yml"

Sentences = Mapping[str, Mapping[str, str]]  # name → language → sentence


class _Catalogue(CompanyFile):
    texts: dict[str, dict[str, str]]


class Texts:
    """Sentences by name and language; one that is missing is said in another language."""

    def __init__(self, texts: Sentences, languages: Sequence[str]) -> None:
        self._texts = texts
        self._languages = languages

    @classmethod
    def load(cls, languages: Sequence[str], own: Path | None = None) -> "Texts":
        """The catalogue for a company's languages, with its `own` file, which may be missing.

        Raises CompanyFileError naming file and field.
        """
        texts = read_company_file(CATALOGUE, _Catalogue).texts
        if own and own.exists():
            texts = _together(texts, read_company_file(own, _Catalogue).texts, own)
        return cls(texts, languages)

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def missing(self, language: str) -> list[str]:
        """The names of the sentences that are not there in a language."""
        return [name for name, spoken in self._texts.items() if language not in spoken]

    def say(self, name: str, language: str, /, **facts: object) -> str:
        """The sentence with its facts filled in; `name` must be in the catalogue.

        A language without it speaks the first of the company's that has it.
        """
        spoken = self._texts[name]
        for candidate in (language, *self._languages):
            if candidate in spoken:
                return spoken[candidate].format_map(facts)
        return next(iter(spoken.values())).format_map(facts)


def _together(texts: Sentences, added: Sentences, file: Path) -> dict[str, dict[str, str]]:
    """The company's own sentences go before ours; they say what ours say."""
    for name, spoken in added.items():
        if name not in texts:
            raise CompanyFileError(
                f"{file}, field texts.{name}: the gateway says no such sentence; "
                f"the names are those of {CATALOGUE}."
            )
        known = _facts(next(iter(texts[name].values())))
        for language, sentence in spoken.items():
            if unknown := _facts(sentence) - known:
                filled = ", ".join(f"{{{fact}}}" for fact in sorted(known)) or "nothing"
                raise CompanyFileError(
                    f"{file}, field texts.{name}.{language}: {{{min(unknown)}}} is never filled; "
                    f"{filled} can be."
                )
    return {name: {**spoken, **added.get(name, {})} for name, spoken in texts.items()}


def _facts(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}
