"""Which files of a workspace are the company's own, and may be changed."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.workspace_files.errors import NotThere

LANGUAGE = r"[a-z]{2,3}(?:-[A-Z]{2})?"
NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"
# Each as a path from the workspace's root.
OWNED = tuple(
    re.compile(pattern)
    for pattern in (
        r"domain\.yml",
        r"config\.yml",
        r"bot/(?:settings|texts|secret_words)\.yml",
        r"actions/(?:desk|fields|protocols)\.yml",
        rf"kb_index/articles/{LANGUAGE}/{NAME}\.md",
        rf"kb_index/synonyms/{LANGUAGE}\.yml",
        rf"kb_index/unrelated/{LANGUAGE}\.txt",
        rf"nlu_data/(?:{NAME}/)*{NAME}\.yml",
        rf"tests/conversations/(?:{NAME}/)*{NAME}\.yml",
    )
)
FOLDERS = ("", "bot", "actions", "kb_index", "nlu_data", "tests/conversations")


def is_owned(file: str) -> bool:
    """Whether a path in the workspace is one that a company writes."""
    return any(pattern.fullmatch(file) for pattern in OWNED)


def owned_path(root: Path, file: str) -> Path:
    """Where it is; raises NotThere for anything else, also behind a link out of the workspace."""
    path = root / file
    if not is_owned(file) or not path.resolve().is_relative_to(root.resolve()):
        raise NotThere(f"{file} is no file of the company's that can be changed here.")
    return path


def owned_files(root: Path) -> Iterator[str]:
    """Every one that is there, by its path in the workspace."""
    for folder in FOLDERS:
        found = (root / folder).glob("*" if folder in ("", "bot", "actions") else "**/*")
        for path in sorted(found):
            file = path.relative_to(root).as_posix()
            if is_owned(file) and path.is_file():
                yield file
