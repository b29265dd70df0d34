"""The workbench's own sentences: every file of texts/, a section each."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from actions.company_file import CompanyFileError
from actions.sentences import Sentences, read_sentences

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = ("en", "es")


def load_sentences(languages: Sequence[str] = LANGUAGES) -> Sentences:
    """All of them; a name may be in one file only."""
    return Sentences(_texts(), languages)


@cache  # they are ours, and do not change while we run
def _texts() -> dict[str, dict[str, str]]:
    together: dict[str, dict[str, str]] = {}
    for file in sorted(FOLDER.glob("*.yml")):
        texts = read_sentences(file)
        if twice := sorted(together.keys() & texts.keys()):
            raise CompanyFileError(
                f"{file}, field texts.{twice[0]}: another file of {FOLDER} has this name already. "
                "Begin the names of a section's texts with the section's name."
            )
        together |= texts
    return together
