"""Phone numbers, by the numbering plans of phonenumbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatch, PhoneNumberMatcher

from bot.components.details.detail import Detail

# The plans lag behind new numbers, and a country code is evidence enough that it is one.
_COUNTRY_CODE = re.compile(r"\(?(?:\+|00)")
# "612 345 678 28013": digits of their own after those of a phone.
_MORE_DIGITS = re.compile(r"(\d(?:[\s.()-]?\d){8})\s(?=\d{5}(?![\d.,/-]))")
# Fewer digits are no phone number anywhere; looking for one takes long.
_ENOUGH_DIGITS = re.compile(r"(?:\d[^\d\n]{0,4}){7}")


def phones_in(text: str, *, region: str | None) -> list[Detail]:
    """Valid numbers as E.164; without a country code they are read as `region`'s (e.g. `ES`)."""
    if not _ENOUGH_DIGITS.search(text):
        return []
    return [
        Detail(
            "phone",
            match.start,
            match.end,
            phonenumbers.format_number(match.number, PhoneNumberFormat.E164),
        )
        for match in _matches(_MORE_DIGITS.sub(r"\1\n", text), region)
    ]


def _matches(text: str, region: str | None) -> Iterator[PhoneNumberMatch]:
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE):
        if _COUNTRY_CODE.match(match.raw_string) or phonenumbers.is_valid_number(match.number):
            yield match
