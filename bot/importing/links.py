"""Links between imported pages lead to their articles; others to where contacts may go."""

import re
from collections.abc import Mapping
from urllib.parse import urldefrag

from bot.importing.document import FOLDER

# Brackets in texts and parentheses in addresses are escaped by then.
_LINK = re.compile(r"(?<![\\!])\[((?:\\.|[^\[\]\\])*)\]\(([^()\s]+)\)")
_ENDINGS = (".html", ".htm", ".md", ".markdown", "/index.html", "/index.md", "/")


def linked(text: str, pages: Mapping[str, str]) -> tuple[str, int]:
    """The text with its links set right by `pages`, address → help page; how many lead nowhere."""
    nowhere = 0

    def right(match: re.Match[str]) -> str:
        nonlocal nowhere
        words, address = match.groups()
        if page := _page(address, pages):
            return f"[{words}]({page})"
        if address.startswith(FOLDER):
            nowhere += 1
            return words
        if address.startswith("http://"):  # articles link to secure pages only
            return words if address in words else f"{words} ({address})"
        return match.group()

    return _LINK.sub(right, text), nowhere


def _page(address: str, pages: Mapping[str, str]) -> str | None:
    whole = urldefrag(address).url
    bare = whole.rstrip("/")
    tried = (whole, bare, *(bare + ending for ending in _ENDINGS))
    return next((pages[each] for each in tried if each in pages), None)
