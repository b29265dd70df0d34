"""Mood: how anger is written, whatever the words mean."""

from __future__ import annotations

# Fewer letters may be an order number or an abbreviation.
_FEWEST_LETTERS = 8
_SHOUTED = 0.7  # of the letters are capitals
_MOST = 3  # more of the same say no more


def marks_of_anger(text: str, signs: int) -> list[float]:
    """Signs of anger, shouting, exclamations, piled-up question marks."""
    return [
        float(min(signs, _MOST)),
        float(_is_shouted(text)),
        float(min(text.count("!"), _MOST)),
        float("??" in text or "?!" in text or "!?" in text),
    ]


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= _FEWEST_LETTERS and capitals >= _SHOUTED * len(letters)
