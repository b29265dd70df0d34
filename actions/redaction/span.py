"""Stretches of a text that say who somebody is."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text, and the mark to put in their place."""

    start: int
    end: int
    mark: str


def covered(text: str, spans: Iterable[Span]) -> str:
    """The text with each span's mark in its place; spans that overlap become the first one's."""
    kept: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= at:
            kept += [text[at : span.start], span.mark]
        at = max(at, span.end)
    return "".join([*kept, text[at:]])
