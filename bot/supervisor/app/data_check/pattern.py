"""Patterns of details: each a regular expression that names only lists and patterns that exist."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.supervisor.app.data_check.entry import EXAMPLE, entries_in, lines_of
from bot.supervisor.app.data_check.problem import Problem

# {street} in a pattern stands for any word of the list `street`, or for the pattern `street`.
NAMED = re.compile(r"\{([a-z_]+)\}")


def broken_patterns(data: Mapping[Path, Any]) -> Iterator[Problem]:
    """What is wrong with the patterns of all files."""
    for file, line, pattern in _patterns(data):
        try:
            re.compile(NAMED.sub("(?:word)", pattern), re.IGNORECASE)
        except re.error as error:
            yield Problem(
                file, line, f"is no regular expression: {error}; correct it, or take it away."
            )


def unknown_names(data: Mapping[Path, Any]) -> Iterator[Problem]:
    """Names in braces that no file explains."""
    known = {
        str(entry[kind])
        for content in data.values()
        for kind in ("lookup", "regex")
        for entry in entries_in(content, kind)
    }
    for file, line, pattern in _patterns(data):
        for name in NAMED.findall(pattern):
            if name not in known:
                there = ", ".join(sorted(known))
                yield Problem(file, line, f"{{{name}}} is no lookup or regex; there are {there}.")


def _patterns(data: Mapping[Path, Any]) -> Iterator[tuple[Path, int, str]]:
    for file, content in data.items():
        for entry in entries_in(content, "regex"):
            for line, text in lines_of(entry):
                if found := EXAMPLE.fullmatch(text):
                    yield file, line, found["text"]
