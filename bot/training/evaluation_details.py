"""Whether a detail that was found is the one a person marked."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from actions.turns.heard import Detail

# Of a code without its letters (98701 for AU-98701), of a phone without its country.
SHORTEST_CODE = 4
SHORTEST_PHONE = 7
# "the Brisa 8 washing machine": one word more or less at either end is still the same product.
WORDS_AT_AN_EDGE = 1


@dataclass(frozen=True, slots=True)
class DetailCount:
    """How many details of a kind were marked, were found, and are the same."""

    expected: int = 0
    got: int = 0
    right: int = 0

    def __add__(self, other: "DetailCount") -> "DetailCount":
        return DetailCount(
            self.expected + other.expected, self.got + other.got, self.right + other.right
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 when there is nothing to find."""
        total = self.expected + self.got
        return 2 * self.right / total if total else 1.0


def count(kind: str, expected: Sequence[str], details: Iterable[Detail]) -> DetailCount:
    """Compares the details of one kind in one message; one that is repeated counts once."""
    got = {detail.value: detail for detail in details if detail.kind == kind}
    marked = dict.fromkeys(expected)
    open_ones = list(got.values())
    right = 0
    for written in marked:
        same = next((one for one in open_ones if is_same(kind, written, one)), None)
        if same is not None:
            open_ones.remove(same)
            right += 1
    return DetailCount(len(marked), len(got), right)


def is_same(kind: str, written: str, detail: Detail) -> bool:
    """Whether the detail, as it stands in the text or as it is normalised, is what was marked."""
    alike = ALIKE.get(kind, _same_words)
    return alike(written, detail.raw) or alike(written, detail.value)


def _same_words(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _same_code(one: str, other: str) -> bool:
    return _one_ends_the_other(_code(one), _code(other), SHORTEST_CODE)


def _same_phone(one: str, other: str) -> bool:
    return _one_ends_the_other(_digits(one), _digits(other), SHORTEST_PHONE)


def _same_postcode(one: str, other: str) -> bool:
    return _code(one) == _code(other)


def _same_amount(one: str, other: str) -> bool:
    return _same_words(one, other) or (_number(one) is not None and _number(one) == _number(other))


def _same_product(one: str, other: str) -> bool:
    shorter, longer = sorted((_plain(one).split(), _plain(other).split()), key=len)
    starts = range(min(WORDS_AT_AN_EDGE, len(longer) - len(shorter)) + 1)
    return bool(shorter) and any(
        longer[start : start + len(shorter)] == shorter
        and len(longer) - start - len(shorter) <= WORDS_AT_AN_EDGE
        for start in starts
    )


ALIKE: dict[str, Callable[[str, str], bool]] = {
    "order_number": _same_code,
    "phone": _same_phone,
    "postcode": _same_postcode,
    "amount": _same_amount,
    "product": _same_product,
}


def _one_ends_the_other(one: str, other: str, shortest: int) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) >= shortest and longer.endswith(shorter))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;:!?¡¿\"'()")


def _code(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _digits(phone: str) -> str:
    """Without the zeros that stand for a country or a trunk, as in 0034 and in 07700."""
    return re.sub(r"\D", "", phone).lstrip("0")


def _number(text: str) -> str | None:
    """The digits of an amount; 49,90 and 49.90 are the same, and so are 89 and 89.00."""
    found = re.search(r"\d[\d.,\s]*", text)
    if found is None:
        return None
    return re.sub(r"\.00?$", "", re.sub(r"\s", "", found[0]).rstrip(".,").replace(",", "."))
