"""Numbers and addresses that lead to a person anywhere: cards, accounts, identity cards, links."""

import re
from collections.abc import Iterator

from actions.redaction.span import Span

# Five digits and more may lead to somebody whatever they are of, with the letters at their ends:
# ES91 2100 0418 …, 12345678Z, X1234567L. A model (WH-1000XM5), a year or a price is shorter.
_LONG_NUMBER = re.compile(r"(?<![^\W_])(?:[^\W\d_]{1,4}-?)?\d(?:[ ./-]?\d){4,}[^\W\d_]?(?![^\W_])")
_IN_A_ROW = re.compile(r"[^\W_]*\d{5,}[^\W_]*")
# A shorter one behind a sign for "number", a licence plate, and what is called a serial number.
_NUMBERED = re.compile(r"(?:#|№|\bn[ºo°]\.?)\s*\d{2,}", re.IGNORECASE)
_PLATE = re.compile(r"\b\d{4}[ -]?[A-Z]{3}\b")
_SERIAL = re.compile(
    r"(?:\b(?:serial|serie|imei)|s/n)(?:\W+[^\W\d]{1,8}){0,2}\W+(?=\S*\d)\S{6,}", re.IGNORECASE
)
_NETWORK = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"
    r"|(?<![\w:])(?=[0-9:]*[a-f]|[0-9a-f:]*::)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])",
    re.IGNORECASE,
)
# `https://shop.example/orders?mail=ana`, `ana_lopez@gmail,com`, `@ana_lopez`.
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"\S+@\S*[^\W_]")
_HANDLE = re.compile(r"(?<![\w@])@\w[\w.]{2,}")

_PATTERNS = (
    (_LINK, "[link]"),
    (_MAIL, "[e-mail]"),
    (_HANDLE, "[name]"),
    (_NETWORK, "[address]"),
    (_LONG_NUMBER, "[number]"),
    (_IN_A_ROW, "[number]"),
    (_NUMBERED, "[number]"),
    (_PLATE, "[number]"),
    (_SERIAL, "[number]"),
)


def identifiers_in(text: str) -> Iterator[Span]:
    """Links, handles, addresses in networks, and every long number."""
    for pattern, mark in _PATTERNS:
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), mark)
