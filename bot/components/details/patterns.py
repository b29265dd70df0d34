"""Details told by patterns: order numbers and postcodes by the company's, e-mail by everyone's."""

from __future__ import annotations

import re

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon

# A pattern marks the detail with a group `value` (else the whole match is it) and, where only a
# part of it tells one from another, that part with a group `key`.
_VALUE = "value"
_KEY = "key"
# People leave a space before the @; an address in quotation marks or without a dot is left alone.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w@-])", re.IGNORECASE
)


def order_numbers_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Order numbers in the spelling of the list `order_number_form`, e.g. `AU-{}`."""
    form = next(iter(lexicon.words("order_number_form")), "{}")
    return [
        _detail("order_number", match, form.replace("{}", _key(match).upper()))
        for match in lexicon.matches("order_number", text)
    ]


def emails_in(text: str) -> list[Detail]:
    """E-mail addresses in lower case, without the full stop of the sentence."""
    return [
        _detail("email", match, re.sub(r"\s", "", _key(match)).lower())
        for match in _EMAIL.finditer(text)
    ]


def postcodes_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Postcodes in upper case."""
    return [
        _detail("postcode", match, _key(match).upper())
        for match in lexicon.matches("postcode", text)
    ]


def span_of(match: re.Match[str]) -> tuple[int, int]:
    """Where the detail stands in the text."""
    return match.span(_VALUE if _VALUE in match.re.groupindex else 0)


def _detail(kind: str, match: re.Match[str], value: str) -> Detail:
    return Detail(kind, *span_of(match), value)


def _key(match: re.Match[str]) -> str:
    names = match.re.groupindex
    return match[next((name for name in (_KEY, _VALUE) if name in names), 0)]
