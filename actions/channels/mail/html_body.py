"""The text of a mail's HTML, with `> ` before what is quoted; pure."""

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

# A tree deeper than this is no letter; what is in it is left out.
DEEPEST = 150
BLOCKS = frozenset(
    "address article aside center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header li "
    "main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
SILENT = frozenset("head script style title template noscript object svg o:p".split())
# What mail programs mark a signature with: Gmail, Thunderbird, Outlook, Apple, Proton, Yahoo.
SIGNATURES = re.compile(
    r"\b(gmail_signature|moz-signature|ms-outlook-mobile-signature|mobile-signature|"
    r"AppleMailSignature|AppleOriginalContents-signature|protonmail_signature_block|"
    r"ydp\w*-signature|Signature|x_Signature|divSignature|lineBreakAtBeginningOfSignature)\b"
)
# Quotes that are no <blockquote>.
QUOTES = re.compile(r"\b(yahoo_quoted|ydp\w*yahoo_quoted|OLK_SRC_BODY_SECTION|zmail_extra)\b")
SPACES = re.compile(r"[ \t\r\n\f]+")


def text_of(source: str) -> str:
    """What a reader sees, line by line."""
    return "\n".join(_tidy(_pieces(tree))) if (tree := _tree(source)) is not None else ""


def own_images(source: str) -> frozenset[str]:
    """The content ids of the writer's own images: none of a quote or a signature."""
    tree = _tree(source)
    if tree is None:
        return frozenset()
    return frozenset(
        image.get("src", "")[4:]
        for image in tree.iter("img")
        if image.get("src", "").lower().startswith("cid:")
        and not any(_is_quote(each) or _is_signature(each) for each in image.iterancestors())
    )


def _tree(source: str) -> HtmlElement | None:
    # lxml refuses text that names its own encoding, which is decoded by now.
    bare = re.sub(r"^\s*<\?xml[^>]*>", "", source.replace("\0", ""))
    try:
        return html.document_fromstring(bare) if bare.strip() else None
    except (ValueError, html.etree.ParserError):
        return None


Piece = tuple[int, str]
"""How deep it is quoted, and the text; a line feed ends a line."""


def _pieces(root: HtmlElement) -> Iterator[Piece]:
    """In reading order; by a list of what is still to be read, for a tree may be deep."""
    waiting: list[tuple[HtmlElement | str, int, int]] = [(root, 0, 0)]
    while waiting:
        node, depth, level = waiting.pop()
        if isinstance(node, str):
            yield depth, node
            continue
        if not isinstance(node.tag, str) or node.tag in SILENT or level > DEEPEST:
            continue
        if _is_hidden(node) or _is_signature(node):
            continue
        waiting += reversed(list(_inside(node, depth, level)))


def _inside(
    node: HtmlElement, depth: int, level: int
) -> Iterator[tuple[HtmlElement | str, int, int]]:
    if node.tag == "br":
        yield "\n", depth, level
        return
    quote = _is_quote(node)
    inner = depth + quote
    breaks = node.tag in BLOCKS or quote
    if breaks:
        yield "\n\n" if node.tag == "p" or quote else "\f", depth, level
    if node.tag == "hr":
        yield "\f________________________________\f", depth, level
    if node.text:
        yield _flat(node.text, node), inner, level
    for child in node:
        yield child, inner, level + 1
        if child.tail:
            yield _flat(child.tail, node), inner, level
    if breaks:
        yield "\n\n" if node.tag == "p" or quote else "\f", depth, level


def _flat(text: str, parent: HtmlElement) -> str:
    return text if parent.tag == "pre" else SPACES.sub(" ", text)


def _tidy(pieces: Iterator[Piece]) -> Iterator[str]:
    """Lines; a form feed begins one only where the last is not empty."""
    line, depth, empty = "", 0, 0
    for deep, text in (*pieces, (0, "\n")):
        for part in re.split(r"([\n\f])", text):
            if part not in "\n\f" or not part:
                depth = deep if part.strip() else depth
                line += part
                continue
            bare = line.replace("\xa0", " ").strip()
            if bare:
                yield "> " * depth + bare
                empty = 0
            elif part == "\n" and empty < 1:
                yield ""
                empty += 1
            line = ""


def _is_quote(node: HtmlElement) -> bool:
    if node.tag == "blockquote":
        return True
    return bool(QUOTES.search(f"{node.get('class', '')} {node.get('id', '')}"))


def _is_signature(node: HtmlElement) -> bool:
    named = f"{node.get('class', '')} {node.get('id', '')} {node.get('data-smartmail', '')}"
    return bool(SIGNATURES.search(named))


def _is_hidden(node: HtmlElement) -> bool:
    style = re.sub(r"\s", "", node.get("style", "").lower())
    return "display:none" in style or "font-size:0" in style.replace("font-size:0.", "")
