"""Markdown as articles use it: split into sections, rendered to HTML that is safe to show."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "pre"}
TAGS |= {"a", "table", "thead", "tbody", "tr", "th", "td"}  # no img: a picture can spy
OWN_HELP_PAGE = re.compile(r"/help/[A-Za-z0-9/_-]*(#[A-Za-z0-9_-]*)?")
OUTSIDE_LINK = re.compile(r"(https://|mailto:)[^\s\\]+", re.IGNORECASE)

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
# Where a text may be cut, the best places first.
_CUTS = (r"(?<=\n)\n+", r"\n", r"(?<=[.!?…])\s+", r"\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the Markdown below it; the heading is empty above the first one."""

    heading: str
    text: str


def sections(markdown: str) -> list[Section]:
    """The sections of a text in order, empty ones left out; each text is cut out verbatim."""
    lines = markdown.splitlines()
    tokens = _MARKDOWN.parse(markdown)
    headings = [
        (token.map[0], token.map[1], tokens[number + 1].content)
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    starts = [(0, 0, ""), *headings]
    ends = [start for start, _, _ in headings] + [len(lines)]
    found = [
        Section(heading, "\n".join(lines[below:end]).strip())
        for (_, below, heading), end in zip(starts, ends, strict=True)
    ]
    return [section for section in found if section.text]


def pieces(text: str, *, fits: Callable[[str], bool], cuts: tuple[str, ...] = _CUTS) -> list[str]:
    """The text cut into as few pieces as fit, at paragraphs if possible, else at finer places."""
    if fits(text) or not cuts:
        return [text]
    spans = _spans(text, cuts[0])
    result: list[str] = []
    start = 0
    for number, (_, end) in enumerate(spans):
        following = spans[number + 1][1] if number + 1 < len(spans) else None
        if following is None or not fits(text[start:following].strip()):
            result += pieces(text[start:end].strip(), fits=fits, cuts=cuts[1:])
            start = end
    return [piece for piece in result if piece]


def to_html(markdown: str) -> str:
    """The text as HTML with our own allow-list: no pictures, no scripts, no foreign links."""
    return nh3.clean(
        _MARKDOWN.render(markdown),
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_allowed_attribute,
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()


def as_plain_text(markdown: str) -> str:
    """The text without any markup, on one line."""
    bare = nh3.clean(_MARKDOWN.render(markdown), tags=set())
    return " ".join(html.unescape(bare).split())


def _spans(text: str, cut: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in re.finditer(cut, text)]
    edges = sorted({0, *ends, len(text)})
    return list(pairwise(edges))


def _allowed_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute != "href":
        return value
    if OWN_HELP_PAGE.fullmatch(value) or OUTSIDE_LINK.fullmatch(value):
        return value
    return None
