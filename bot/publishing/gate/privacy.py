"""Privacy: nobody's card, account or address among what the bot learns or says."""

import re
from collections.abc import Iterator, Sequence

from bot.publishing.gate.cases import Case
from bot.publishing.gate.examples import Example

CARD = re.compile(r"(?<!\w)(?<!\d[ -])(?:\d[ -]?){12,18}\d(?![ -]?\w)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
# Nobody's, by RFC 2606 and by custom.
NOBODYS = re.compile(r"(?:^|\.)(?:example|ejemplo|exemplo|test|invalid)(?:\.|$)", re.IGNORECASE)


def privacy_cases(before: Sequence[Example], after: Sequence[Example]) -> Iterator[Case]:
    """Examples and phrasings that are new and hold what leads to a person."""
    known = {each.text for each in before}
    for each in after:
        if each.text not in known and (what := holds(each.text)):
            values = {"file": each.file, "text": _masked(each.text), "what": what}
            yield Case("privacy", "somebodys_data", values)


def holds(text: str) -> str:
    """What of somebody's is in a text; "" for nothing."""
    if any(_is_card(found.group()) for found in CARD.finditer(text)):
        return "a card number"
    if any(_is_iban(found.group()) for found in IBAN.finditer(text)):
        return "a bank account"
    if any(not NOBODYS.search(found.group(1)) for found in MAIL.finditer(text)):
        return "an e-mail address"
    return ""


def _is_card(written: str) -> bool:
    digits = [int(digit) for digit in written if digit.isdecimal()]
    doubled = (
        digit if place % 2 == 0 else (2 * digit - 9 if digit > 4 else 2 * digit)
        for place, digit in enumerate(reversed(digits))
    )
    return len(set(digits)) > 1 and sum(doubled) % 10 == 0


def _is_iban(written: str) -> bool:
    plain = written.replace(" ", "")
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _masked(text: str) -> str:
    for pattern in (CARD, IBAN, MAIL):
        text = pattern.sub("…", text)
    return text
