"""What a contact's file is called, made harmless."""

import re
import unicodedata
from urllib.parse import quote

from bot.gateway.edge import clean_text
from bot.gateway.file_types import ENDINGS

LONGEST_NAME = 120
NAMELESS = "file"
# What no system takes in a name, and what would lead elsewhere.
FORBIDDEN = re.compile(r'[<>:"|?*%]')


def clean_name(given: str, media_type: str) -> str:
    """The last part of a path, in one line, without what is invisible, ending as the type does."""
    name = re.split(r"[/\\]", clean_text(given))[-1]
    visible = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = " ".join(FORBIDDEN.sub("_", visible).split()).strip(". ")
    endings = ENDINGS[media_type]
    if not name.lower().endswith(endings):
        name = f"{name or NAMELESS}{endings[0]}"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1] or NAMELESS}{dot}{ending}"


def as_download(name: str) -> str:
    """The Content-Disposition that a browser keeps the file with (RFC 6266, 8187)."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
