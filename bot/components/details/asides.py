"""What is no matter of the message: other shops' prices, parts of a product, what is taken back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon, alternatives
from bot.components.reading.words import folded

_CLAUSE_ENDS = r"[;:!?\n]|[.,](?!\d)"  # and a word of the list `conjunction`
_SENTENCE_ENDS = re.compile(r"[;!?\n]|\.(?!\d)")
# "my phone is 612…", "móvil: 612…"; "612… is my phone"
_BESIDE_A_PHONE = re.compile(r"[^\d,;!?\n]{0,25}")

# Pattern → the kinds of which what lies within it is none.
_SAID_OTHERWISE = {
    "no_product": frozenset({"product"}),
    "no_date": frozenset({"date"}),
    "no_amount": frozenset({"amount"}),
    "no_name": frozenset({"name"}),
    "other_number": frozenset({"phone", "postcode", "order_number"}),
}
_KindsAndSpan = tuple[frozenset[str], tuple[int, int]]


def without_asides(text: str, details: Sequence[Detail], lexicon: Lexicon) -> list[Detail]:
    """The details that the message is about."""
    kinds = {detail.kind for detail in details}
    said_otherwise = [
        (others, match.span())
        for pattern, others in _SAID_OTHERWISE.items()
        if kinds & others
        for match in lexicon.matches(pattern, text)
    ]
    left = [
        detail
        for detail in details
        if not _is_elsewhere(text, detail, lexicon)
        and not _is_said_otherwise(detail, said_otherwise)
        and not _is_way_to_reach(text, detail, details)
    ]
    return [detail for detail in left if not _is_part(text, detail, left, lexicon)]


def without_taken_back(text: str, details: list[Detail], lexicon: Lexicon) -> list[Detail]:
    """Without `48001` in "48011, not 48001"; what nothing replaces stays."""
    if len({detail.kind for detail in details}) == len(details):
        return details
    ends = {match.end() for match in lexicon.matches("taken_back_before", text)}
    starts = {match.start() for match in lexicon.matches("taken_back_after", text)}
    taken_back = [each for each in details if each.start in ends or each.end in starts]
    replaced = {detail.kind for detail in details if detail not in taken_back}
    return [each for each in details if each not in taken_back or each.kind not in replaced]


def _is_elsewhere(text: str, detail: Detail, lexicon: Lexicon) -> bool:
    """A price in one clause with a pattern `elsewhere`: another shop's.

    Or in the clause before or after one, where it has no pattern `here` of its own.
    """
    if detail.kind != "amount":
        return False
    clauses, own = _clauses(text, detail, lexicon)
    if lexicon.matches("elsewhere", clauses[own]):
        return True
    beside = clauses[max(0, own - 1) : own + 2]
    elsewhere = any(lexicon.matches("elsewhere", clause) for clause in beside)
    return elsewhere and not lexicon.matches("here", clauses[own])


def _clauses(text: str, detail: Detail, lexicon: Lexicon) -> tuple[list[str], int]:
    """The clauses of the detail's sentence, and which of them it is in."""
    start, stop = 0, len(text)
    for end in _SENTENCE_ENDS.finditer(text):
        if end.end() <= detail.start:
            start = end.end()
        elif end.start() >= detail.end:
            stop = end.start()
            break
    ends = [end.span() for end in _clause_ends(lexicon).finditer(text, start, stop)]
    outside = [(a, b) for a, b in ends if b <= detail.start or a >= detail.end]
    begins, closes = [start, *(b for _, b in outside)], [*(a for a, _ in outside), stop]
    spans = [(a, b) for a, b in zip(begins, closes, strict=True) if text[a:b].strip()]
    own = next(n for n, (a, b) in enumerate(spans) if a <= detail.start < b)
    return [text[a:b] for a, b in spans], own


@lru_cache(maxsize=8)
def _clause_ends(lexicon: Lexicon) -> re.Pattern[str]:
    conjunctions = lexicon.meaning("conjunction")
    words = rf"|\b(?:{alternatives(conjunctions)})\b" if conjunctions else ""
    return re.compile(_CLAUSE_ENDS + words, re.IGNORECASE)


def _is_said_otherwise(detail: Detail, spans: Sequence[_KindsAndSpan]) -> bool:
    """`phone` where a pattern `no_product` has it (by phone); digits in an `other_number`."""
    return any(
        detail.kind in kinds and start <= detail.start and detail.end <= end
        for kinds, (start, end) in spans
    )


def _is_way_to_reach(text: str, detail: Detail, others: Sequence[Detail]) -> bool:
    """`phone` beside the number one is called on."""
    return detail.kind == "product" and any(
        other.kind == "phone"
        and _BESIDE_A_PHONE.fullmatch(
            text, min(detail.end, other.end), max(detail.start, other.start)
        )
        for other in others
    )


def _is_part(text: str, detail: Detail, others: Sequence[Detail], lexicon: Lexicon) -> bool:
    """`pantalla` where the message has a product that a screen is a part of; but not `un cable`."""
    parts = lexicon.meaning("product_part")
    if detail.kind != "product" or folded(detail.value) not in parts:
        return False
    if any(match.end() == detail.start for match in lexicon.matches("product_itself", text)):
        return False
    return any(other.kind == "product" and folded(other.value) not in parts for other in others)
