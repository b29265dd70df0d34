"""What is mentioned in passing: other shops' prices, parts of a product, the contact's phone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon, alternatives
from bot.components.understanding.normalisation import folded

_CLAUSE_ENDS = r"[;:!?\n]|[.,](?!\d)"  # and a word of the list `conjunction`
# "my phone is 612…", "móvil: 612…"
_BEFORE_A_PHONE = re.compile(r"[^\d,;!?\n]{0,12}")


def without_asides(text: str, details: Sequence[Detail], lexicon: Lexicon) -> list[Detail]:
    """The details that the message is about."""
    no_products = [match.span() for match in lexicon.matches("no_product", text)]
    left = [
        detail
        for detail in details
        if not _is_elsewhere(text, detail, lexicon)
        and not _is_said_otherwise(detail, no_products)
        and not _is_way_to_reach(text, detail, details)
    ]
    return [detail for detail in left if not _is_part(detail, left, lexicon)]


def _is_elsewhere(text: str, detail: Detail, lexicon: Lexicon) -> bool:
    """A price in one clause with a pattern `elsewhere`: another shop's."""
    return detail.kind == "amount" and bool(
        lexicon.matches("elsewhere", _clause(text, detail, lexicon))
    )


def _clause(text: str, detail: Detail, lexicon: Lexicon) -> str:
    ends = _clause_ends(tuple(lexicon.meaning("conjunction")))
    before = [end.end() for end in ends.finditer(text, 0, detail.start)]
    after = ends.search(text, detail.end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


@lru_cache(maxsize=8)
def _clause_ends(conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    words = rf"|\b(?:{alternatives(conjunctions)})\b" if conjunctions else ""
    return re.compile(_CLAUSE_ENDS + words, re.IGNORECASE)


def _is_said_otherwise(detail: Detail, no_products: Sequence[tuple[int, int]]) -> bool:
    """`phone` where a pattern `no_product` has it: by phone, phone number."""
    return detail.kind == "product" and any(
        start <= detail.start and detail.end <= end for start, end in no_products
    )


def _is_way_to_reach(text: str, detail: Detail, others: Sequence[Detail]) -> bool:
    """`phone` before the number one is called on."""
    return detail.kind == "product" and any(
        other.kind == "phone"
        and detail.end <= other.start
        and _BEFORE_A_PHONE.fullmatch(text, detail.end, other.start)
        for other in others
    )


def _is_part(detail: Detail, others: Sequence[Detail], lexicon: Lexicon) -> bool:
    """`pantalla` where the message has a product that a screen is a part of."""
    parts = lexicon.meaning("product_part")
    if detail.kind != "product" or folded(detail.value) not in parts:
        return False
    return any(other.kind == "product" and folded(other.value) not in parts for other in others)
