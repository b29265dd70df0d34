"""HTML turned into the Markdown that articles use; nothing that acts or reaches out survives."""

import re
import warnings
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString
from markdownify import ATX, MarkdownConverter

from bot.importing.plain_text import asks, one_line, squeezed, tidy
from kb_index.markdown import as_plain_text

# These go with all they hold.
ACTIVE = (
    "script style noscript template iframe frame frameset object embed applet svg math canvas audio"
    " video picture source track img image map area link meta base head title dialog input button"
    " select textarea option datalist progress meter hr param portal noembed noframes plaintext xmp"
).split()
BLOCKS = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header html li main nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul caption legend"
).split()
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
OPENS = "data-opens"  # marks a heading that opens its answer at a click
# As articles use them: the title is the only heading above h2.
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "summary": "h3", "dd": "p", "figcaption": "p"}
WITHOUT_MARKS = ["del", "s", "strike", "sub", "sup", "kbd", "samp", "var", "u", "q", "label"]
# Pages have some thirty levels; with thousands every search in them takes for ever.
DEEPEST = 150
LINKED = ("https", "http", "mailto")

_INLINE_SIGNS = re.compile(r"[\\*`\[\]~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_FIRST_SIGN = re.compile(r"^(\s*)([-+>#=|])|^(\s*\d{1,9})([.)])(?=\s|$)")
_BLANK_LINES = re.compile(r"\n\s*\n")


def parsed(html: str) -> BeautifulSoup:
    """The HTML as a tree, whatever is wrong with it; RecursionError if it is nested too deep."""
    with warnings.catch_warnings(action="ignore"):  # that a text looks like XML or an address
        root = BeautifulSoup(html, "lxml")
    level: list[Tag] = [root]
    for _ in range(DEEPEST):
        level = [each for tag in level for each in tag.children if isinstance(each, Tag)]
        if not level:
            return root
    raise RecursionError


def markdown_of(html: str | Tag, *, address: str) -> str:
    """The Markdown of HTML; links are made whole by the `address` it was found at.

    Where a sign of Markdown would be read otherwise than it is meant, emphasis is left out.
    """
    root = parsed(str(html))
    _prepare(root, address)
    meant = squeezed(tidy(root.get_text()))
    for strip in (WITHOUT_MARKS, [*WITHOUT_MARKS, "b", "strong", "i", "em"]):
        text = _converted(root, strip)
        if squeezed(as_plain_text(text)) == meant:
            break
    return text


def without_active(root: Tag) -> int:
    """Take out what acts or reaches out; how many pictures were among it."""
    pictures = len(root.find_all("img", src=_is_shown))
    for button in root.find_all("button"):
        # What opens an answer at a click is its question.
        heading = button.find_parent(HEADINGS)
        if heading is None and asks(one_line(button.get_text(" "))):
            button.name = "h4"
            button[OPENS] = ""
        elif heading is not None:
            heading[OPENS] = ""
            button.unwrap()
    for element in root.find_all(ACTIVE):
        if not element.decomposed:
            element.decompose()
    for comment in root.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    return pictures


def _is_shown(source: str | None) -> bool:
    return bool(source)


def _prepare(root: BeautifulSoup, address: str) -> None:
    without_active(root)
    for element in root.find_all(True):
        element.name = RENAMED.get(element.name, element.name)
        if element.name == "dt":
            _become_a_bold_line(root, element)
        href = element.get("href") if element.name == "a" else None
        start = element.get("start") if element.name == "ol" else None
        span = element.get("colspan") if element.name in ("td", "th") else None
        element.attrs = {}
        if isinstance(href, str) and (whole := _whole(href, address)):
            element["href"] = whole
        if isinstance(start, str) and re.fullmatch(r"\d{1,9}", start):
            element["start"] = start
        if isinstance(span, str) and re.fullmatch(r"\d{1,2}", span):
            element["colspan"] = span


def _become_a_bold_line(root: BeautifulSoup, element: Tag) -> None:
    element.name = "p"
    bold = root.new_tag("strong")
    bold.extend(list(element.contents))
    element.append(bold)


def _whole(href: str, address: str) -> str | None:
    """The address that a link leads to, if a contact may be led there at all."""
    try:
        joined = urljoin(address, "".join(href.split()))
        scheme = urlsplit(joined).scheme.lower()
    except ValueError:
        return None
    if scheme not in LINKED or href.strip().startswith("#"):
        return None
    return quote(joined, safe="%/:=&?~#+!$,;'@*")


def _converted(root: BeautifulSoup, strip: list[str]) -> str:
    converter = _Converter(
        heading_style=ATX,
        bullets="-",
        autolinks=False,
        newline_style="backslash",
        table_infer_header=True,
        wrap=True,
        wrap_width=None,
        strip=strip,
    )
    text = tidy(str(converter.convert_soup(root)))
    return _BLANK_LINES.sub("\n\n", "\n".join(map(str.rstrip, text.split("\n")))).strip()


class _Converter(MarkdownConverter):
    """Escapes only what would be read as Markdown, so that people can go on writing.

    The methods of markdownify that it changes are documented, and missing in its types.
    """

    def escape(self, text: str, parent_tags: set[str]) -> str:
        signs = _INLINE_SIGNS.sub(lambda sign: "\\" + sign.group(), text)
        return signs.replace("|", "\\|") if parent_tags & {"td", "th"} else signs

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        text = str(super().process_text(el, parent_tags))  # type: ignore[misc]
        if "_noformat" in (parent_tags or ()) or not _begins_a_line(el):
            return text
        begins = text.lstrip() if _is_break(_beside(el, "previous")) else text
        return _FIRST_SIGN.sub(_escaped_first, begins)

    def convert_br(self, el: Any, text: str, parent_tags: Any) -> str:
        if _is_break(_beside(el, "previous")):
            return ""
        if _is_break(_beside(el, "next")) and "_inline" not in parent_tags:
            return "\n\n"
        return str(super().convert_br(el, text, parent_tags))  # type: ignore[misc]


def _escaped_first(match: re.Match[str]) -> str:
    space, sign, number, after = match.groups()
    return f"{space}\\{sign}" if sign else f"{number}\\{after}"


def _begins_a_line(text: NavigableString) -> bool:
    node: Any = text
    while node is not None:
        before = _beside(node, "previous")
        if before is not None:
            return isinstance(before, Tag) and (before.name in BLOCKS or before.name == "br")
        node = node.parent
        if node is None or node.name in BLOCKS:
            return True
    return True


def _beside(node: Any, side: str) -> Any:
    """The next or previous sibling that is more than space."""
    siblings: Iterator[Any] = node.next_siblings if side == "next" else node.previous_siblings
    return next((each for each in siblings if isinstance(each, Tag) or each.strip()), None)


def _is_break(node: Any) -> bool:
    return isinstance(node, Tag) and node.name == "br"
