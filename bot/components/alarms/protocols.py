"""Which protocol a message calls for, if any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.components.alarms.lessons import BACKGROUND, NEAR

# From here a kind is called for if the message has one of its signs, and from here without any.
# Chosen so that few ordinary messages and near misses are taken for grave (docs/evaluation.md);
# what goes unnoticed still gets an answer or a ticket.
SIGNED, SURE = 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """A protocol's name, or "", and how likely it is."""

    name: str = ""
    confidence: float = 0.0


def protocol_in(chances: Mapping[str, float], signs: Mapping[str, int]) -> Found:
    """The likeliest of the kinds that are likely enough."""
    kinds = {name: chance for name, chance in chances.items() if name not in (BACKGROUND, NEAR)}
    called = [
        name
        for name, chance in sorted(kinds.items())
        if chance >= (SIGNED if signs.get(name) else SURE)
    ]
    if not called:
        return Found()
    best = max(called, key=kinds.__getitem__)
    return Found(best, kinds[best])
