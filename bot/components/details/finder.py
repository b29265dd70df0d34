"""All details of a message except products, which need spaCy."""

from __future__ import annotations

from dataclasses import dataclass

from bot.components.details.amounts import amounts_in
from bot.components.details.dates import dates_in
from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon
from bot.components.details.names import names_in
from bot.components.details.patterns import emails_in, order_numbers_in, postcodes_in
from bot.components.details.phones import phones_in


@dataclass(frozen=True, slots=True)
class Customs:
    """How the company's country writes things."""

    region: str | None = None  # of phone numbers without a country code; None: refuse those
    day_first: bool = True  # 3/4 is the 3rd of April


def details_in(text: str, lexicon: Lexicon, customs: Customs) -> list[Detail]:
    """Everything that patterns and numbering plans find; details may overlap."""
    return [
        *emails_in(text),
        *order_numbers_in(text, lexicon),
        *phones_in(text, region=customs.region),
        *dates_in(text, lexicon, day_first=customs.day_first),
        *amounts_in(text, lexicon),
        *postcodes_in(text, lexicon),
        *names_in(text, lexicon),
    ]


def not_our_own(details: list[Detail], lexicon: Lexicon, customs: Customs) -> list[Detail]:
    """Without the company's own addresses and numbers (list `own_contact`)."""
    own = {line.casefold() for line in lexicon.words("own_contact")}
    own |= {
        detail.value
        for line in lexicon.words("own_contact")
        for detail in phones_in(line, region=customs.region)
    }
    return [detail for detail in details if detail.value not in own]
