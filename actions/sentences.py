"""Sentences by name and language, from files that people edit."""

import string
from collections.abc import Mapping, Sequence
from pathlib import Path

from actions.company_file import CompanyFile, CompanyFileError, read_company_file

SentencesByName = Mapping[str, Mapping[str, str]]  # name → language → sentence


class Catalogue(CompanyFile):
    """A file of sentences."""

    texts: dict[str, dict[str, str]]


class Sentences:
    """Sentences by name and language; one that is missing is said in another language."""

    def __init__(self, texts: SentencesByName, languages: Sequence[str]) -> None:
        self._texts = texts
        self._languages = languages

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def missing(self, language: str) -> list[str]:
        """The names of the sentences that are not there in a language."""
        return [name for name, spoken in self._texts.items() if language not in spoken]

    def say(self, name: str, language: str, /, **facts: object) -> str:
        """The sentence with its facts filled in; `name` must be in the catalogue.

        A language without it speaks the first of `languages` that has it.
        """
        spoken = self._texts[name]
        for candidate in (language, *self._languages):
            if candidate in spoken:
                return spoken[candidate].format_map(facts)
        return next(iter(spoken.values())).format_map(facts)


def read_sentences(file: Path) -> dict[str, dict[str, str]]:
    """What a catalogue says; raises CompanyFileError naming file and field."""
    return read_company_file(file, Catalogue).texts


def with_own(texts: SentencesByName, own: Path, *, catalogue: Path) -> dict[str, dict[str, str]]:
    """The company's own sentences go before ours; they say what ours say.

    Raises CompanyFileError naming file and field.
    """
    added = read_sentences(own)
    for name, spoken in added.items():
        if name not in texts:
            raise CompanyFileError(
                f"{own}, field texts.{name}: the gateway says no such sentence; "
                f"the names are those of {catalogue}."
            )
        known = facts_of(next(iter(texts[name].values())))
        for language, sentence in spoken.items():
            if unknown := facts_of(sentence) - known:
                filled = ", ".join(f"{{{fact}}}" for fact in sorted(known)) or "nothing"
                raise CompanyFileError(
                    f"{own}, field texts.{name}.{language}: {{{min(unknown)}}} is never filled; "
                    f"{filled} can be."
                )
    return {name: {**spoken, **added.get(name, {})} for name, spoken in texts.items()}


def facts_of(sentence: str) -> set[str]:
    """The facts that a sentence has filled in."""
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}
