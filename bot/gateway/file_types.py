"""What a file is, by what is in it; never by its name or by what the sender says."""

from collections.abc import Mapping
from pathlib import Path

import filetype

PIECE = 64 * 1024
TEXT = "text/plain"
# Control characters that a text has: tab, line feed, form feed, carriage return.
TEXT_CONTROLS = b"\t\n\f\r"
CONTROLS = bytes(code for code in range(32) if code not in TEXT_CONTROLS) + b"\x7f"
# The file of an office document that holds its macros; names stand in a ZIP as they are.
MACROS = (b"vbaProject.bin", b"Basic/script-lb.xml", b"Basic/Standard/")
LONGEST_MARK = max(len(mark) for mark in MACROS)

# The endings that a name of this type may have; the first is given where it has none of them.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "application/pdf": (".pdf",),
    TEXT: (".txt", ".csv", ".log", ".md"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
}


def type_of(file: Path) -> str | None:
    """The media type, None for what is none that we know or holds macros; reads piece by piece."""
    kind = filetype.guess_mime(str(file))
    if kind in ENDINGS:
        return None if _has_macros(file) else str(kind)
    # A text may begin like something else ("BM…"), but has no bytes that a text has not.
    return TEXT if _is_text(file) else None


def _is_text(file: Path) -> bool:
    with file.open("rb") as content:
        first = content.read(PIECE)
        if not first.strip() or _is_markup(first):
            return False
        piece = first
        while piece:
            if piece.translate(None, CONTROLS) != piece:
                return False
            piece = content.read(PIECE)
    return True


def _is_markup(beginning: bytes) -> bool:
    # HTML, SVG and XML begin so, after a byte order mark perhaps; a browser might run them.
    return beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _has_macros(file: Path) -> bool:
    with file.open("rb") as content:
        before = b""
        while piece := content.read(PIECE):
            if any(mark in before + piece for mark in MACROS):
                return True
            before = piece[-LONGEST_MARK:]
    return False
