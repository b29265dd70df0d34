"""All details of a message; products are found before, for they need spaCy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.components.details.amounts import amounts_in
from bot.components.details.asides import without_asides, without_taken_back
from bot.components.details.dates import dates_in
from bot.components.details.detail import Detail, beside, without_overlaps
from bot.components.details.lexicon import Lexicon
from bot.components.details.lone import lone_in
from bot.components.details.names import names_in
from bot.components.details.patterns import (
    addresses_in,
    emails_in,
    order_numbers_in,
    postcodes_in,
    shops_in,
)
from bot.components.details.phones import phones_in
from bot.components.details.spoken import reading

# "the first of May" is a date; "one may ask" is none, nor is "ago uno".
_SURE_DATE = re.compile(r"\d|\s(?:de|of)\s", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
# What every postcode has; where nothing has it, their many patterns need no look.
_LIKE_A_POSTCODE = re.compile(r"\d\s?\d\s?\d|[a-z]\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Customs:
    """How the company's country writes things."""

    region: str | None = None  # of phone numbers without a country code; None: refuse those
    day_first: bool = True  # 3/4 is the 3rd of April


def details_in(
    text: str,
    lexicon: Lexicon,
    customs: Customs,
    products: Sequence[Detail] = (),
    entities: Sequence[Detail] = (),
) -> list[Detail]:
    """The details, in the order of the text, with those of the `products` that are no asides.

    `entities` are what a company's own pipeline found; they count where nothing else is.
    """
    told = [
        *emails_in(text, lexicon),
        *_with_numbers(text, lexicon, customs),
        *addresses_in(text, lexicon),
        *shops_in(text, lexicon),
        *names_in(text, lexicon),
        *products,
    ]
    told = without_overlaps(_not_our_own(told, lexicon, customs))
    told = without_overlaps([*told, *beside(told, entities)])
    told = without_asides(text, told, lexicon)
    alone = without_asides(text, lone_in(text, told, lexicon), lexicon)
    told = without_overlaps([*told, *alone])
    return without_taken_back(text, told, lexicon)


def _with_numbers(text: str, lexicon: Lexicon, customs: Customs) -> list[Detail]:
    """What is made of digits, also of those in words."""
    read = reading(text, lexicon)
    if not _DIGIT.search(read.text):
        return []
    found = [
        *order_numbers_in(read.text, lexicon),
        *phones_in(read.text, region=customs.region),
        *dates_in(read.text, lexicon, day_first=customs.day_first),
        *amounts_in(read.text, lexicon),
    ]
    if _LIKE_A_POSTCODE.search(_without(found, read.text)):
        found += postcodes_in(read.text, lexicon)
    found = read.as_written(found)
    return [
        detail
        for detail in found
        if detail.kind != "date" or _SURE_DATE.search(text, detail.start, detail.end)
    ]


def _without(details: Sequence[Detail], text: str) -> str:
    letters = list(text)
    for detail in details:
        letters[detail.start : detail.end] = "_" * (detail.end - detail.start)
    return "".join(letters)


def _not_our_own(details: list[Detail], lexicon: Lexicon, customs: Customs) -> list[Detail]:
    """Without the company's own addresses and numbers (list `own_contact`)."""
    own = _own(lexicon, customs.region)
    return [detail for detail in details if detail.value not in own]


@lru_cache(maxsize=8)
def _own(lexicon: Lexicon, region: str | None) -> frozenset[str]:
    lines = lexicon.words("own_contact")
    phones = (phone.value for line in lines for phone in phones_in(line, region=region))
    return frozenset((*(line.casefold() for line in lines), *phones))
