"""Reads the fields of an article where they are written as nearly everybody writes them.

A YAML reader takes ten milliseconds for an article's fields, and all articles of a company are read
for a page of the workbench and for each check. Here is what YAML reads of plain lines, and nothing
of anything else: a line that is not one of these leaves the whole to YAML.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

COMMENT = r"(?:\s+#.*)?"
QUOTED = r'"(?P<quoted>(?:[^"\\]|\\")*)"'
NUMBER = r"(?P<number>0|[1-9]\d{0,8})"
DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
# A letter first, and nothing within that means something to YAML.
WORDS = r"(?P<words>[^\W\d_][\w .,()/¿?¡!'-]*[\w.)!?]|[^\W\d_])"
VALUE = rf"(?:{QUOTED}|{DAY}|{NUMBER}|{WORDS})"
FIELD = re.compile(rf"(?P<name>[a-z_]+):(?: +{VALUE})?{COMMENT}")
ITEM = re.compile(rf"(?P<indent> *)- +{VALUE}{COMMENT}")
NOTHING = re.compile(r"\s*(?:#.*)?")
# Words that YAML takes for something else.
NOT_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "inf", "nan"})


def read_plain(lines: Sequence[str]) -> tuple[dict[str, Any], dict[str, int]] | None:
    """The fields, and on which line of the file each stands; None: leave it to YAML."""
    fields: dict[str, Any] = {}
    places: dict[str, int] = {}
    listed = ""  # the field whose items follow
    indents: set[str] = set()
    for number, line in enumerate(lines, 2):
        if NOTHING.fullmatch(line):
            continue
        if listed and (item := ITEM.fullmatch(line)):
            value = _value(item)
            indents.add(item["indent"])
            if value is None or len(indents) > 1:
                return None
            places[f"{listed}/{len(fields[listed])}"] = number
            fields[listed].append(value)
            continue
        field = FIELD.fullmatch(line)
        if field is None or field["name"] in fields or (listed and not fields[listed]):
            return None
        name, value, listed = field["name"], _value(field), ""
        if value is None and not _says_nothing(field):
            return None
        if value is None:
            listed, value, indents = name, [], set()
        fields[name], places[name] = value, number
    return None if not fields or (listed and not fields[listed]) else (fields, places)


def _says_nothing(field: re.Match[str]) -> bool:
    return all(field[part] is None for part in ("quoted", "day", "number", "words"))


def _value(found: re.Match[str]) -> Any:
    """What YAML makes of it; None where that is not plain."""
    if found["quoted"] is not None:
        return found["quoted"].replace('\\"', '"')
    if found["number"] is not None:
        return int(found["number"])
    if found["day"] is not None:
        try:
            return date.fromisoformat(found["day"])
        except ValueError:
            return None
    words: str | None = found["words"]
    return None if words is None or words.casefold() in NOT_WORDS else words
