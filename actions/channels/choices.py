"""Buttons where there are none: choices with numbers, and which one an answer means; pure."""

import re
import unicodedata
from collections.abc import Sequence

from actions.channels.mail.words import words

LINES_AROUND = 4
LONGEST = 120  # characters of an answer that is nothing but a choice


def numbered(titles: Sequence[str], *, first: int = 1) -> str:
    """The choices, a line each."""
    return "\n".join(f"  {number}. {title}" for number, title in enumerate(titles, start=first))


def chosen(text: str, titles: Sequence[str]) -> int | None:
    """Which of the choices (from 0) is meant by "2", "the second, please" or its own words.

    None unless the answer is that alone: whoever adds something says it to the bot.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not titles or not lines or len(text) > LONGEST + max(map(len, titles)):
        return None
    lines = _without_courtesy(lines)
    if len(lines) != 1:
        return None
    said = _words(lines[0])
    exact = [place for place, title in enumerate(titles) if said and said == _words(title)]
    if len(exact) == 1:
        return exact[0]
    return _place(said, len(titles))


def _place(said: Sequence[str], count: int) -> int | None:
    known = words()
    around = {_bare(each) for each in known.around_choices}
    places: set[int] = set()
    for place, word in enumerate(said):
        meant = _number(word, count, alone=len(said) == 1)
        if meant is not None and not (word in around and _is_small_talk(said, place)):
            places.add(meant)
        elif word not in around:
            return None
    return next(iter(places)) if len(places) == 1 else None


def _number(word: str, count: int, *, alone: bool) -> int | None:
    known = words()
    if word.isascii() and word.isdigit():
        return int(word) - 1 if 1 <= int(word) <= count else None
    for place, names in enumerate(known.ordinals[:count]):
        if word in {_bare(name) for name in names}:
            return place
    return count - 1 if word in {_bare(name) for name in known.last} else None


def _is_small_talk(said: Sequence[str], place: int) -> bool:
    """In "the second one", "one" is no number."""
    return any(
        _number(other, 9, alone=False) is not None for at, other in enumerate(said) if at != place
    )


def _without_courtesy(lines: Sequence[str]) -> list[str]:
    """Without "Hello" above and "Thanks, Ana" below."""
    around = {_bare(each) for each in words().around_choices}
    kept = list(lines[: LINES_AROUND + 1])
    if len(kept) > 1 and all(word in around for word in _words(kept[0])):
        kept = kept[1:]
    for place, line in enumerate(kept[1:], start=1):
        if words().closing.match(line):
            return kept[:place]
    return kept


def _words(text: str) -> list[str]:
    return [_bare(each) for each in re.findall(r"[\w'ºª]+", text.casefold()) if _bare(each)]


def _bare(word: str) -> str:
    """Without accents: many are left out in a hurry."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return re.sub(r"[\u0300-\u036f.:]", "", apart)
