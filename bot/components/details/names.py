"""Names that people introduce themselves with."""

from __future__ import annotations

import re

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon
from bot.components.details.patterns import span_of

_WORD = re.compile(r"[^\W\d_]+(?:['’\-.][^\W\d_]+)*\.?")
_LONGEST = 4  # words; "María del Carmen García López" counts its particles apart


def names_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Names after the cues of the patterns `name`, from their group `value` on.

    The name ends before a word of the list `name_stop`, or where capitals end if it began with
    one; words of `name_particle` (de, von) may stand inside it.
    """
    spans = (span_of(match) for match in lexicon.matches("name", text))
    found = (_name(text, start, end, lexicon) for start, end in spans)
    return [detail for detail in found if detail]


def _name(text: str, start: int, limit: int, lexicon: Lexicon) -> Detail | None:
    words = _run_of_words(text, start, limit)
    kept = _kept(words, set(lexicon.words("name_stop")), set(lexicon.words("name_particle")))
    if not kept:
        return None
    begin, end = kept[0].start(), kept[-1].end()
    written = text[begin:end].rstrip(".")
    return Detail("name", begin, begin + len(written), _spelt(written, lexicon))


def _run_of_words(text: str, start: int, limit: int) -> list[re.Match[str]]:
    """The words from `start` on, with nothing but spaces between them."""
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, start, limit):
        if words and text[words[-1].end() : word.start()].strip():
            break
        words.append(word)
        if word[0].endswith(".") and len(word[0]) > 2:
            break  # the end of a sentence, not an initial
    return words


def _kept(words: list[re.Match[str]], stops: set[str], particles: set[str]) -> list[re.Match[str]]:
    kept: list[re.Match[str]] = []
    capitals = bool(words) and words[0][0][0].isupper() and not words[0][0].isupper()
    for word in words:
        plain = word[0].rstrip(".").casefold()
        lost_capital = capitals and not word[0][0].isupper() and plain not in particles
        if plain in stops or lost_capital or _full(kept, particles):
            break
        kept.append(word)
    while kept and kept[-1][0].casefold() in particles:
        kept.pop()
    return kept


def _full(kept: list[re.Match[str]], particles: set[str]) -> bool:
    return sum(word[0].casefold() not in particles for word in kept) >= _LONGEST


def _spelt(written: str, lexicon: Lexicon) -> str:
    """`ana lópez` and `ANA LÓPEZ` become `Ana López`; mixed case is left as it is."""
    if not (written.islower() or written.isupper()):
        return written
    particles = set(lexicon.words("name_particle"))
    words = written.lower().split()
    return " ".join(word if word in particles else word.capitalize() for word in words)
