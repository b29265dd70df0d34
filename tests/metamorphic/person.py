"""Person: whom a dialogue is about and what they want; the right values and some wrong ones."""

import random
from dataclasses import dataclass
from typing import Self

from tests.metamorphic.bot import FIRST, LAST
from tests.metamorphic.phrasings import Pool, one

# The company's numbers are AU- and five digits; phones are of the country the company is in.
ORDER_NUMBERS = (10_000, 99_999)
MOBILES = (600_000_000, 699_999_999)
# The demo company's own fields: those that a contact writes, and those that they press.
WRITTEN = ("repair_number", "product", "charge_date", "tax_number", "units", "postcode")
PRESSED = {"business_account": FIRST, "visited_shop": FIRST, "call_time": FIRST}
OF_COMPANY = frozenset((*WRITTEN, *PRESSED))


@dataclass(frozen=True)
class Person:
    """What ends up in the ticket; `wrong` is told before and taken back. By name of field."""

    language: str
    wish: str
    right: dict[str, str]
    wrong: dict[str, str]

    @classmethod
    def of(cls, language: str, pool: Pool, chance: random.Random) -> Self:
        name, wrong_name = one(pool, "names", chance), one(pool, "wrong_names", chance)
        contacts = [_mail(name, chance), _mail(wrong_name, chance), _phone(chance), _phone(chance)]
        chance.shuffle(contacts)
        right = {
            "summary": one(pool, "matters", chance),
            "order_number": _order_number(chance),
            "contact": contacts[0],
            "name": name,
            **{field: one(pool, f"right_{field}", chance) for field in WRITTEN},
            **PRESSED,
        }
        wrong = {
            "summary": one(pool, "others", chance),
            "order_number": _order_number(chance),
            "contact": contacts[1],
            "name": wrong_name,
            **{field: one(pool, f"wrong_{field}", chance) for field in WRITTEN},
            **dict.fromkeys(PRESSED, LAST),
        }
        return cls(language, one(pool, "wishes", chance), right, wrong)


def kind_of(field: str, value: str) -> str:
    """Which pool of answers a value is told from."""
    if field == "contact":
        return "as_email" if "@" in value else "as_phone"
    if field in WRITTEN:
        return "as_written"
    return {"order_number": "as_order"}.get(field, f"as_{field}")


def _mail(name: str, chance: random.Random) -> str:
    first, last = name.casefold().replace("ó", "o").replace("é", "e").split(" ")
    return f"{first}.{last}{chance.randint(1, 99)}@example.com"


def _phone(chance: random.Random) -> str:
    return f"+34{chance.randint(*MOBILES)}"


def _order_number(chance: random.Random) -> str:
    return f"AU-{chance.randint(*ORDER_NUMBERS)}"
