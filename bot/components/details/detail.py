"""One detail that a message mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Where two details claim the same letters, the earlier kind has the better evidence.
KINDS = (
    "email",
    "order_number",
    "address",
    "shop",
    "phone",
    "date",
    "amount",
    "postcode",
    "product",
    "name",
)
# An address is told with its postcode, which is a detail of its own.
INSIDE = frozenset({("postcode", "address")})


@dataclass(frozen=True, slots=True)
class Detail:
    """A span of the message (start, end: characters) and what it says, in one spelling."""

    kind: str
    start: int
    end: int
    value: str = field(repr=False)


def without_overlaps(details: Iterable[Detail]) -> list[Detail]:
    """In the order of the text; of two that overlap the better kind stays, then the longer."""
    kept: list[Detail] = []
    for detail in sorted(details, key=_merit):
        if not any(_excludes(other, detail) for other in kept):
            kept.append(detail)
    return sorted(kept, key=lambda detail: detail.start)


def beside(details: Sequence[Detail], others: Iterable[Detail]) -> list[Detail]:
    """Those of the others that share no letter with the details."""
    return [
        other
        for other in others
        if not any(other.start < each.end and each.start < other.end for each in details)
    ]


def _excludes(other: Detail, detail: Detail) -> bool:
    overlap = detail.start < other.end and other.start < detail.end
    return overlap and (detail.kind, other.kind) not in INSIDE


def _merit(detail: Detail) -> tuple[int, int, int]:
    return KINDS.index(detail.kind), detail.start - detail.end, detail.start
