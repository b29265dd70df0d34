"""The text of an HTML page without what frames it: menus, footers, banners."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import trafilatura
from bs4 import BeautifulSoup, Tag
from trafilatura.settings import use_config

from bot.importing.markdown import BLOCKS, parsed, without_active
from bot.importing.plain_text import one_line, squeezed

FRAME = "nav, footer, aside, [role=navigation], [role=search], [role=banner], [role=contentinfo]"
# Where pages say themselves that their text is.
SAID = ('[itemprop="articleBody"]', "article", "main", '[role="main"]')
# A part that was found holds at least so much of what is in no link; else more was meant.
MOST_WORDS = 0.6
# Signs between a page's title and the site's name.
_SEPARATORS = (" | ", " · ", " – ", " — ", " - ", " :: ")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's own part."""

    title: str
    language: str | None  # as the page says
    content: Tag
    linked_data: tuple[Any, ...]  # what it says of itself for search engines (JSON-LD)
    pictures: int  # that were left out


def page_in(html: str) -> Page:
    """The part of a page that is not the same on every page of its site."""
    root = parsed(html)
    title, language, linked_data = _title(root), _language(root), tuple(_linked_data(root))
    found = _extracted(html)
    for each in root.select(FRAME):
        each.decompose()
    content = _content(root, found)
    pictures = without_active(content)
    for heading in content.find_all("h1"):
        if one_line(heading.get_text(" ")) == title:
            heading.decompose()
    return Page(title, language, content, linked_data, pictures)


def _title(root: BeautifulSoup) -> str:
    """The only h1; else what the page calls itself, without the site's name."""
    headings = [one_line(each.get_text(" ")) for each in root.find_all("h1")]
    if len([each for each in headings if each]) == 1:
        return next(each for each in headings if each)
    named = root.find("meta", property="og:title")
    title = str(named.get("content") or "") if isinstance(named, Tag) else ""
    title = one_line(title or (root.title.get_text() if root.title else ""))
    for separator in _SEPARATORS:
        title = title.split(separator)[0]
    return title or next((each for each in headings if each), "")


def _language(root: BeautifulSoup) -> str | None:
    html = root.find("html")
    said = html.get("lang") or html.get("xml:lang") if isinstance(html, Tag) else None
    return said if isinstance(said, str) and said.strip() else None


def _linked_data(root: BeautifulSoup) -> Iterator[Any]:
    for script in root.find_all("script", type="application/ld+json"):
        try:
            yield json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue


def _content(root: BeautifulSoup, found: str) -> Tag:
    """Where the page says that its text is; else the smallest part with all that was found."""
    for selector in SAID:
        said = [each for each in root.select(selector) if each.get_text(strip=True)]
        titled = [each for each in said if each.find("h1")]
        for only in (said, titled):  # beside an article stand teasers of others
            if len(only) == 1:
                return only[0]
    body = root.body or root
    return _smallest_around(body, found) if found else body


def _extracted(html: str) -> str:
    """The words of the page's main text, as trafilatura finds it, without any space.

    It drops a line that is a link or a folded answer now and then, and numbers become points; so
    it says where the text is, and what is there is taken whole.
    """
    config = use_config()
    for limit in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):  # an answer may be one line
        config.set("DEFAULT", limit, "1")
    text = trafilatura.extract(
        html, config=config, fast=True, include_comments=False, favor_recall=True
    )
    return squeezed(text or "")


def _smallest_around(body: Tag, found: str) -> Tag:
    parts = [
        each
        for each in body.find_all(["p", "li", "td", "h2", "h3", "h4", "dd", "pre", "blockquote"])
        if (text := squeezed(each.get_text())) and text in found
    ]
    enough = MOST_WORDS * _unlinked(body)
    around = parts[0].parent if parts else None
    while around is not None and around is not body:
        inside = {id(each) for each in around.find_all(True)}
        all_in = around.name in BLOCKS and all(id(part) in inside for part in parts)
        if all_in and _unlinked(around) >= enough:
            return around
        around = around.parent
    return body


def _unlinked(part: Tag) -> int:
    """How many letters and signs of a part are in no link; menus are links."""
    linked = sum(len(squeezed(each.get_text())) for each in part.find_all("a"))
    return len(squeezed(part.get_text())) - linked
