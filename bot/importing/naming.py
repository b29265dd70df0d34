"""Ids of articles, made of titles, file names and addresses."""

import re
from collections.abc import Collection

from kb_index.words import plain_words

LONGEST = 60  # an id may have 80; the rest is for numbers and `-new-version`
# Help centres put their own number before the name: 360012345678-Devolver-un-pedido.
_NUMBER = re.compile(r"^\d{4,}-?|-?\d{6,}$")
_SAYS_NOTHING = {"", "index", "default", "home", "faq", "faqs", "untitled", "document", "article"}


def slug(text: str) -> str:
    """The text as an id: small letters of ASCII, digits and hyphens; "" where nothing remains."""
    words = (re.sub(r"[^a-z0-9]", "", word) for word in plain_words(text.replace("_", " ")))
    joined = "-".join(word for word in words if word)
    if len(joined) <= LONGEST:
        return joined
    cut = joined[: LONGEST + 1]
    return (cut.rsplit("-", 1)[0] if "-" in cut else cut[:LONGEST]).strip("-")


def article_id(name: str, title: str, *, otherwise: str) -> str:
    """An id of what the source calls it if that says something, else of its title."""
    named = _NUMBER.sub("", slug(name))
    if named in _SAYS_NOTHING or not re.search(r"[a-z]{3}", named):
        named = slug(title)
    return named or f"article-{otherwise}"


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id, with a number behind it where it is taken."""
    number, candidate = 1, wanted
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate
