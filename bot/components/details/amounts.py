"""Amounts of money: a number beside a currency, or one with cents where money is spoken of."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon, alternatives

# 1.299,00 and 1 299 · 1,299.00 · 49,90 and 49.90 and 49'90
_NUMBER = (
    r"\d{1,3}(?:[.\s]\d{3})+(?:,\d{1,2})?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|\d+(?:[.,'’]\d{1,2})?"
)
_THOUSANDS = 1000  # "€1.2k", "2k euros"
# 15 euros con 50 · 15 euros 50, unless the sentence goes on: "15 euros 20 days ago"
_CENTS = (
    r"\s+(?:(?:con|y|and|with)\s+(?P<c1>\d{2})(?!\w|[.,]\d)"
    r"|(?P<c2>\d{2})(?=\s*(?:[,.;:!?)]|$|(?:for|por)\b)))"
)
_WITH_CENTS = (
    r"(?<![\w.,/-])(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,'’]|\s+con\s+)\d{2}(?!\w|[.,/-]\d|\s?%)"
)


def amounts_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Amounts as `49.90 EUR`; a line of the list `currency` is a code and its other spellings.

    Without a currency, as `49.90`, only by a pattern `amount` or, in a message where a pattern
    `money` is found or that says nothing else, by its cents.
    """
    codes = _codes(lexicon)
    if not codes:
        return []
    priced = [
        Detail("amount", *match.span(), _value(match, codes))
        for match in _pattern(lexicon).finditer(text)
    ]
    return priced + _without_currency(text, lexicon, spoken_of=bool(priced))


@lru_cache(maxsize=8)
def _codes(lexicon: Lexicon) -> dict[str, str]:
    lines = (line.split() for line in lexicon.words("currency"))
    return {spelling.casefold(): line[0] for line in lines for spelling in line}


@lru_cache(maxsize=8)
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    codes = _codes(lexicon)
    words = alternatives(codes)
    # "Euro 24" is a championship: before a number stand signs and codes alone.
    signs = alternatives([each for each in codes if not each.isalpha()] + [*set(codes.values())])
    before = rf"(?<!\w)(?P<before>{signs})\s?(?P<n1>{_NUMBER})(?!\d)(?P<k1>k(?!\w))?"
    after = (
        rf"(?<![\w.,'’])(?<!\w-)(?P<n2>{_NUMBER})(?:,[-–]|(?P<k2>\s?k))?\s?(?P<after>{words})"
        rf"(?!\w)(?:{_CENTS})?"
    )
    return re.compile(f"{before}|{after}", re.IGNORECASE)


def _without_currency(text: str, lexicon: Lexicon, *, spoken_of: bool) -> list[Detail]:
    spans = [match.span("value") for match in lexicon.matches("amount", text)]
    with_cents = _cents_pattern(lexicon)
    if spoken_of or lexicon.matches("money", text):
        spans += [match.span() for match in with_cents.finditer(text)]
    elif with_cents.fullmatch(text.strip(" .!?")):
        spans.append(with_cents.search(text).span())
    return [
        Detail("amount", start, end, f"{_number(_as_decimal(text[start:end])):.2f}")
        for start, end in spans
    ]


@lru_cache(maxsize=8)
def _cents_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    units = lexicon.meaning("unit")
    no_unit = rf"(?!\s?(?:{alternatives(units)})(?!\w))" if units else ""
    return re.compile(_WITH_CENTS + no_unit, re.IGNORECASE)


def _value(match: re.Match[str], codes: dict[str, str]) -> str:
    currency = codes[(match["before"] or match["after"]).casefold()]
    cents = Decimal(match["c1"] or match["c2"] or 0) / 100
    factor = _THOUSANDS if match["k1"] or match["k2"] else 1
    return f"{_number(match['n1'] or match['n2']) * factor + cents:.2f} {currency}"


def _as_decimal(written: str) -> str:
    """`18 con 50` as `18,50`."""
    return re.sub(r"\s+con\s+", ",", written, flags=re.IGNORECASE)


def _number(written: str) -> Decimal:
    """A separator with one or two digits after it is the decimal one, any other groups."""
    cents = re.search(r"[.,'’](\d{1,2})$", written)
    whole = written[: cents.start()] if cents else written
    return Decimal(re.sub(r"\D", "", whole) + "." + (cents[1] if cents else "0"))
