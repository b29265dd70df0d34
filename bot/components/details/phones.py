"""Phone numbers, by the numbering plans of phonenumbers."""

from __future__ import annotations

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from bot.components.details.detail import Detail


def phones_in(text: str, *, region: str | None) -> list[Detail]:
    """Valid numbers as E.164; without a country code they are read as `region`'s (e.g. `ES`)."""
    matcher = PhoneNumberMatcher(text, region, leniency=Leniency.VALID)
    return [
        Detail(
            "phone",
            match.start,
            match.end,
            phonenumbers.format_number(match.number, PhoneNumberFormat.E164),
        )
        for match in matcher
    ]
