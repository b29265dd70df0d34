"""Which form each file of a company has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from actions.company_file import CompanyFile
from actions.settings import Settings
from actions.synonyms import SynonymsFile
from actions.tickets import Desk, Protocols
from actions.tickets.fields import Fields
from bot.workspace_files.owned import is_owned, owned_files

Editor = Literal[
    "fields",  # made of the model, or of what the file says
    "responses",  # texts of the bot, by language
    "examples",  # lists of what customers write
    "article",
    "text",  # the file as it is
]


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: how it is edited, and what it must say."""

    name: str  # of its sentences: company-kind-<name>
    pattern: re.Pattern[str]
    editor: Editor
    model: type[CompanyFile] | None = None


def _kind(
    name: str, pattern: str, editor: Editor, model: type[CompanyFile] | None = None
) -> FileKind:
    return FileKind(name, re.compile(pattern), editor, model)


# In the order in which the workbench lists them.
KINDS = (
    _kind("settings", r"bot/settings\.yml", "fields", Settings),
    _kind("desk", r"actions/desk\.yml", "fields", Desk),
    _kind("fields", r"actions/fields\.yml", "fields", Fields),
    _kind("responses", r"domain\.yml", "responses"),
    _kind("protocols", r"actions/protocols\.yml", "fields", Protocols),
    _kind("synonyms", r"kb_index/synonyms/[^/]+\.yml", "fields", SynonymsFile),
    _kind("texts", r"bot/texts\.yml", "fields"),
    _kind("secret_words", r"bot/secret_words\.yml", "fields"),
    _kind("articles", r"kb_index/articles/.+\.md", "article"),
    _kind("examples", r"nlu_data/nlu/.+\.yml", "examples"),
    _kind("unrelated", r"kb_index/unrelated/[^/]+\.txt", "text"),
    _kind("rules", r"nlu_data/.+\.yml", "text"),
    _kind("conversations", r"tests/conversations/.+\.yml", "text"),
    _kind("pipeline", r"config\.yml", "text"),
)
# Beside the company's, in the same folders: ours, or made by a program.
NOT_THE_COMPANYS = frozenset({"bot/credentials.yml", "bot/endpoints.yml"})
LOOKED_AT = ("*.yml", "bot/*.yml", "actions/*.yml", "kb_index/*/**/*.*", "nlu_data/**/*.*")
MADE = re.compile(r"kb_index/built/|(?:^|/)[.~#]|.*\.(?:py|pyc)$")


def kind_of(file: str) -> FileKind | None:
    """The kind of a file of the company's."""
    return next((kind for kind in KINDS if kind.pattern.fullmatch(file)), None)


def without_form(root: Path) -> Iterator[str]:
    """Files that a company writes and that no form of the workbench can change."""
    found = {
        path.relative_to(root).as_posix()
        for pattern in LOOKED_AT
        for path in root.glob(pattern)
        if path.is_file()
    }
    for file in sorted(found - NOT_THE_COMPANYS):
        if not MADE.match(file) and (kind_of(file) is None or not is_owned(file)):
            yield file


def files_by_kind(root: Path) -> dict[FileKind, list[str]]:
    """The files that are there."""
    found: dict[FileKind, list[str]] = {kind: [] for kind in KINDS}
    for file in owned_files(root):
        if kind := kind_of(file):
            found[kind].append(file)
    return found
