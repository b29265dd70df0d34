"""Bytes as text, whatever system wrote them."""

import codecs
import re

from charset_normalizer import from_bytes

# Longer ones first: the mark of UTF-16 is the beginning of UTF-32's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
# Where a page declares its encoding: its first kilobyte, says HTML; some are late.
_HEAD = 4096
# Of text in Latin letters, half as many NULs as bytes is UTF-16 without a mark.
_SAMPLE = 2000
# What office programs of the last thirty years save as; a free choice among a hundred goes wrong.
_OLD = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "shift_jis", "gb18030", "euc_kr", "big5")


def text_of(content: bytes, *, declared: str | None = None) -> str:
    """The text of bytes: by their mark, else as UTF-8, else as declared, else as it reads best."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, errors="replace").removeprefix("\ufeff")
    for encoding in (_without_mark(content), "utf-8", declared):
        text = _decoded(content, encoding)
        if text is not None:
            return text
    return _guessed(content)


def page_text(content: bytes, *, header: str | None = None) -> str:
    """The text of an HTML page, which may say in its head or its header how it is encoded."""
    in_page = _DECLARED.search(content[:_HEAD])
    return text_of(content, declared=header or (in_page.group(1).decode() if in_page else None))


def _without_mark(content: bytes) -> str | None:
    sample = content[:_SAMPLE]
    if len(content) % 2 or sample.count(0) < len(sample) // 4:
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _decoded(content: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return content.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError, AssertionError):
        return None


def _guessed(content: bytes) -> str:
    best = from_bytes(content, cp_isolation=[*_OLD]).best()
    return str(best) if best else content.decode("cp1252", errors="replace")
