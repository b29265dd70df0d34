"""Notices that people edited the workspace: `primera run --watch`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LOOK_SECONDS = 1.0
WATCHED: Mapping[str, tuple[str, ...]] = {
    "articles": ("kb_index/articles", "kb_index/synonyms"),
    "data": ("nlu_data", "config.yml"),
    "domain": ("domain.yml",),
    "desk": (
        "actions/desk.yml",
        "actions/fields.yml",
        "bot/settings.yml",
        "bot/texts.yml",
        "bot/secret_words.yml",
    ),
}
# The app reads the desk and the fixed texts when its processes start.
READ_AT_START = frozenset({"domain", "desk"})
# Editors write beside the file and rename; these are not the person's files.
UNFINISHED_STARTS, UNFINISHED_ENDS = (".", "#"), ("~", ".tmp", ".swp")

State = Mapping[str, frozenset[tuple[str, int, int]]]  # group → (file, changed at, bytes)


def state_of(workspace: Path) -> State:
    """How the watched files are now."""
    return {
        group: frozenset(
            entry for name in names for file in _files(workspace / name) for entry in _entry(file)
        )
        for group, names in WATCHED.items()
    }


def changed(before: State, after: State) -> set[str]:
    """The groups in which a file came, went or was written."""
    return {group for group in WATCHED if before[group] != after[group]}


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [file for file in path.rglob("*") if file.is_file() and not _unfinished(file.name)]
    return [path]


def _unfinished(name: str) -> bool:
    return name.startswith(UNFINISHED_STARTS) or name.endswith(UNFINISHED_ENDS)


def _entry(file: Path) -> list[tuple[str, int, int]]:
    try:
        facts = file.stat()
    except OSError:  # went away meanwhile
        return []
    return [(str(file), facts.st_mtime_ns, facts.st_size)]
