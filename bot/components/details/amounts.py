"""Amounts of money: a number beside a currency."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon

# 1.299,00 and 1 299 · 1,299.00 · 49,90 and 49.90
_NUMBER = (
    r"\d{1,3}(?:[.\s]\d{3})+(?:,\d{1,2})?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|\d+(?:[.,]\d{1,2})?"
)


def amounts_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Amounts as `49.90 EUR`; a line of the list `currency` is a code and its other spellings."""
    codes = {
        spelling.casefold(): line.split()[0]
        for line in lexicon.words("currency")
        for spelling in line.split()
    }
    if not codes:
        return []
    return [
        Detail("amount", *match.span(), _value(match, codes))
        for match in _pattern(tuple(codes)).finditer(text)
    ]


def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(spellings, key=len, reverse=True))
    before = rf"(?<!\w)(?P<before>{words})\s?(?P<n1>{_NUMBER})(?!\d)"
    after = rf"(?<![\w.,-])(?P<n2>{_NUMBER})\s?(?P<after>{words})(?!\w)"
    return re.compile(f"{before}|{after}", re.IGNORECASE)


def _value(match: re.Match[str], codes: dict[str, str]) -> str:
    currency = codes[(match["before"] or match["after"]).casefold()]
    return f"{_number(match['n1'] or match['n2']):.2f} {currency}"


def _number(written: str) -> Decimal:
    """A separator with one or two digits after it is the decimal one, any other groups."""
    cents = re.search(r"[.,](\d{1,2})$", written)
    whole = written[: cents.start()] if cents else written
    return Decimal(re.sub(r"\D", "", whole) + "." + (cents[1] if cents else "0"))
