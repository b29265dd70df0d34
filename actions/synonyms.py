"""The company's synonyms, one file per language in `kb_index/synonyms/`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from pydantic import model_validator

from actions.company_file import CompanyFile, CompanyFileError, FieldError, read_company_file
from kb_index.synonyms import same_words

Groups = tuple[tuple[str, ...], ...]


class SynonymsFile(CompanyFile):
    """Groups of words that mean the same; each begins with the one that the articles use."""

    synonyms: Groups

    @model_validator(mode="after")
    def _each_word_in_one_group(self) -> Self:
        seen: dict[tuple[str, ...], int] = {}
        for place, group in enumerate(self.synonyms):
            if len(group) < 2:
                raise FieldError(("synonyms", place), "one word alone; write two or more")
            for word in group:
                if not any(letter.isalnum() for letter in word):
                    raise FieldError(("synonyms", place), f"{word!r} is no word; take it out")
                if seen.setdefault(same_words(word), place) != place:
                    raise FieldError(
                        ("synonyms", place),
                        f"{word!r} is in another group too; put both groups together, or take it "
                        "out of one",
                    )
        return self


def read_synonyms(folder: Path, languages: Sequence[str]) -> Mapping[str, Groups]:
    """Language → its groups; raises CompanyFileError naming file, line and way out."""
    found: dict[str, Groups] = {}
    for file in sorted(folder.glob("*.yml")):
        if file.stem not in languages:
            raise CompanyFileError(
                f"{file} is named after no language of the company ({', '.join(languages)}). "
                "Rename it, or add the language to bot/settings.yml."
            )
        found[file.stem] = read_company_file(file, SynonymsFile).synonyms
    return found
