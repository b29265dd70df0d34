"""PDF documents: their lines, with larger ones as headings, as HTML."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from bot.importing.document import Document
from bot.importing.docx_file import page_of
from bot.importing.found import MOST_CHARACTERS, Failure, Outcome
from bot.importing.html_file import articles_of
from bot.importing.plain_text import one_line, squeezed

MOST_PAGES = 300
# A heading is larger than the text, a gap between paragraphs wider than between lines.
LARGER = 1.12
GAP = 1.45
# A line on most pages is their head or foot.
PAGES_OF_A_FRAME = 3
PROTECTED = "The PDF is protected by a password. Save it without one."
DAMAGED = "The PDF is damaged. Print it to a new PDF, or export it as DOCX."
SCANNED = "The PDF has pictures of text but no text. Export it from the program that made it."
_BULLET = re.compile(r"^\s*[•·▪‣◦●○–*-]\s+")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `y` is its height on it and `size` its letters', in points."""

    text: str
    y: float
    size: float
    page: int


def read_pdf(document: Document) -> list[Outcome]:
    """The article of a document, or each of the questions it consists of."""
    try:
        lines = list(_lines(document.content))
    except FileNotDecryptedError:
        return [Failure(document.where, PROTECTED, document.key)]
    except Exception:  # pypdf lets through whatever a broken file leads to
        return [Failure(document.where, DAMAGED, document.key)]
    if not lines:
        return [Failure(document.where, SCANNED, document.key)]
    if sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        what = f"The PDF has over {MOST_CHARACTERS:,} characters. Split it, or import a part."
        return [Failure(document.where, what, document.key)]
    html = html_of(without_frame(lines))
    return articles_of(document, page_of(html, document))


def without_frame(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that stand on most pages, and page numbers."""
    pages = len({line.page for line in lines})
    on_pages = Counter(text for text, _ in {(_numberless(line.text), line.page) for line in lines})
    often = max(PAGES_OF_A_FRAME, pages // 2)
    return [line for line in lines if on_pages[_numberless(line.text)] < often]


def html_of(lines: Sequence[Line]) -> str:
    """Headings, lists and paragraphs, by size, signs and gaps."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    usual = max(sizes, key=lambda size: (sizes[size], -size), default=1.0)
    larger = sorted({line.size for line in lines if line.size > LARGER * usual}, reverse=True)
    blocks: list[tuple[str, str]] = []
    before: Line | None = None
    for line in lines:
        kind = _kind(line, usual, larger)
        goes_on = before is not None and blocks and _goes_on(before, line, kind, blocks[-1][0])
        if goes_on:
            blocks[-1] = (blocks[-1][0], _joined(blocks[-1][1], line.text))
        else:
            blocks.append((kind, _NUMBERED.sub("", _BULLET.sub("", line.text))))
        before = line
    return "\n".join(_tagged(blocks))


def _lines(content: bytes) -> Iterator[Line]:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileNotDecryptedError
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            return
        pieces: list[tuple[str, float, float]] = []

        def visit(text: str, matrix: Any, at: Any, _font: Any, size: float, /) -> None:
            scale = abs(at[3] * matrix[3]) or 1.0
            pieces.append((text, at[5] * matrix[3] + matrix[5], round(size * scale, 1)))  # noqa: B023

        page.extract_text(visitor_text=visit)
        yield from _joined_lines(pieces, number)


def _joined_lines(pieces: Sequence[tuple[str, float, float]], page: int) -> Iterator[Line]:
    text, y, size = "", 0.0, 0.0
    for piece, at, letters in [*pieces, ("\n", 0.0, 0.0)]:
        *ended, rest = piece.split("\n")
        for part in ended:
            if squeezed(text + part):
                yield Line(one_line(text + part), y or at, size or letters, page)
            text, y, size = "", 0.0, 0.0
        if squeezed(rest):
            text, y, size = text + rest, y or at, max(size, letters)
        else:
            text += rest


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _kind(line: Line, usual: float, larger: Sequence[float]) -> str:
    if line.size > LARGER * usual:
        return f"h{min(1 + larger.index(line.size), 4)}"
    if _BULLET.match(line.text):
        return "ul"
    return "ol" if _NUMBERED.match(line.text) else "p"


def _goes_on(before: Line, line: Line, kind: str, block: str) -> bool:
    """Whether a line belongs to the block of the line before it."""
    if kind != ("p" if block in ("ul", "ol") else block):
        return False
    gap = before.y - line.y
    near = line.page != before.page or 0 <= gap <= GAP * max(line.size, 1.0) * 1.2
    return near if kind != "p" or block != "p" else near and not before.text.endswith((":", "?"))


def _joined(text: str, more: str) -> str:
    if text.endswith("-") and more[:1].islower():
        return text[:-1] + more
    return f"{text} {more}"


def _tagged(blocks: Sequence[tuple[str, str]]) -> Iterator[str]:
    before = ""
    for kind, text in [*blocks, ("", "")]:
        if before in ("ul", "ol") and kind != before:
            yield f"</{before}>"
        if kind in ("ul", "ol"):
            yield f"<{kind}>" if kind != before else ""
            yield f"<li>{escape(text)}</li>"
        elif kind:
            yield f"<{kind}>{escape(text)}</{kind}>"
        before = kind
