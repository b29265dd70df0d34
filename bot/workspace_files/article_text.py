"""Writes an article's fields and its text, and leaves all else of its file as it was."""

from collections.abc import Mapping
from typing import Any

from bot.workspace_files.errors import NotEditable
from bot.workspace_files.yaml_text import rewritten
from kb_index.front_matter import FENCE, Unreadable, taken_apart


def rewritten_article(text: str, fields: Mapping[str, Any], body: str) -> str:
    """The file with these fields and this text; raises NotEditable if it cannot be read."""
    read = taken_apart(text)
    if isinstance(read, Unreadable):
        raise NotEditable(f"Line {read.line}: {read.message}")
    lines = text.splitlines(keepends=True)
    end = next(n for n, line in enumerate(lines) if n and line.rstrip() == FENCE)
    above = lines[0] + rewritten("".join(lines[1:end]), fields)
    kept = "".join(lines[end + 1 :])
    newline = "\r\n" if "\r\n" in text else "\n"
    new = newline.join(body.strip().splitlines())
    below = kept if new == newline.join(read.body.splitlines()) else newline + new + newline
    return above + lines[end].rstrip("\r\n") + newline + below
