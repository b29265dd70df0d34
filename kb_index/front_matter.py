"""Reads a file of YAML front matter and text, remembering on which line each field stands."""

from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from kb_index.plain_fields import read_plain

FENCE = "---"
# A page of settings and phrasings; far below what could harm the parser.
MAX_BYTES = 262_144
# Brackets within brackets; front matter needs one. Thousands keep the parser busy for seconds.
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields above the text, the text, and where they stand."""

    fields: dict[str, Any]
    lines: dict[str, int]  # field, or field/number for an item of a list → line, from 1
    body: str
    body_line: int

    def line_of(self, field: str, item: int | None = None) -> int:
        """The line of a field or of an item in it; the first line for one that is missing."""
        return self.lines.get(f"{field}/{item}", self.lines.get(field, 1))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file cannot be taken apart at all."""

    line: int
    message: str


def read_front_matter(file: Path) -> FrontMatter | Unreadable:
    """Take a file apart; what is wrong is returned, with its line and the way out."""
    text = _text_of(file)
    return text if isinstance(text, Unreadable) else taken_apart(text)


def taken_apart(text: str) -> FrontMatter | Unreadable:
    """The fields above a text and the text, or why they cannot be told apart."""
    lines = text.splitlines()
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) < 2 or fences[0] != 0:
        return Unreadable(1, "The front matter is missing. Put it between two lines of `---`.")
    end = fences[1]
    body = "\n".join(lines[end + 1 :]).strip()
    if plain := read_plain(lines[1:end]):
        return FrontMatter(*plain, body, end + 2)
    # The empty first line keeps YAML's line numbers those of the file.
    fields = _parsed("\n" + "\n".join(lines[1:end]) + "\n")
    if isinstance(fields, Unreadable):
        return fields
    return FrontMatter(dict(fields), _lines_of(fields), body, end + 2)


def _text_of(file: Path) -> str | Unreadable:
    try:
        raw = file.read_bytes()
        if len(raw) > MAX_BYTES:
            return Unreadable(1, f"The file has over {MAX_BYTES} bytes. Split the article.")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Unreadable(line, "This is not UTF-8 text. Save the file as UTF-8.")
    except OSError as error:
        return Unreadable(1, f"The file cannot be read ({error.strerror}). Check its permissions.")


def _parsed(text: str) -> Any:
    if _depth(text) > MAX_DEPTH:
        return Unreadable(1, "This is not YAML: too many open brackets. Put texts in quotes.")
    try:
        fields = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = " ".join((error.problem or "it does not parse").split())
        return Unreadable(line, f"This is not YAML: {what}. Put texts in double quotes.")
    except (YAMLError, ValueError, RecursionError) as error:
        return Unreadable(1, f"This is not YAML ({type(error).__name__}). Put texts in quotes.")
    if not isinstance(fields, dict):
        return Unreadable(2, "The front matter has no fields. Write lines such as `title: …`.")
    return fields


def _depth(text: str) -> int:
    steps = ({"[": 1, "{": 1, "]": -1, "}": -1}.get(letter, 0) for letter in text)
    return max(accumulate(steps), default=0)


def _lines_of(fields: Any) -> dict[str, int]:
    lines = {str(name): fields.lc.key(name)[0] + 1 for name in fields}
    for name, value in fields.items():
        if isinstance(value, CommentedSeq):
            lines |= {f"{name}/{n}": value.lc.item(n)[0] + 1 for n in range(len(value))}
    return lines
