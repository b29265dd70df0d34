"""Names and postcodes that stand alone beside other details: `Ana Gil, 612 345 678, 28013`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon
from bot.components.details.names import is_common_word, is_given_name, is_word_as_well, name_of

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_BREAK = re.compile(r"[,;:/|()!?¡¿\n+]|(?<![\s.]\w)\.(?=\s|$)|\s[-–—]\s")
_SENTENCE_ENDS = re.compile(r"[.!?\n]\s*$")  # before the word that follows
_LONGEST_PIECE = 60  # letters
_LONGEST = 5  # words of a name, its particles among them
# Details that people write down in one line with their name, and even without a comma.
_OF_PEOPLE = frozenset({"email", "phone", "order_number", "address", "postcode", "name"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two breaks or details."""

    start: int
    end: int
    beside_detail: bool
    after_postcode: bool
    parted: bool  # from the detail before it, by a comma
    told_more: bool  # there are details in the message


def lone_in(text: str, details: Sequence[Detail], lexicon: Lexicon) -> list[Detail]:
    """Pieces of the text that are nothing but a name, or nothing but a postcode."""
    found: list[Detail] = []
    for piece in _pieces(text, details):
        short = piece.end - piece.start <= _LONGEST_PIECE
        words = list(_WORD.finditer(text, piece.start, piece.end)) if short else []
        if words and _is_name(text, piece, words, lexicon):
            found.append(name_of(text, words, lexicon))
        elif piece.start and (details or found):
            found += _postcode(text, piece, lexicon)
    return found


def _postcode(text: str, piece: _Piece, lexicon: Lexicon) -> Iterator[Detail]:
    written = text[piece.start : piece.end].rstrip(".")
    end = piece.start + len(written)
    for form in lexicon.patterns.get("postcode_form", ()):
        if form.fullmatch(text, piece.start, end):
            yield Detail("postcode", piece.start, end, written.upper())


def _is_name(text: str, piece: _Piece, words: Sequence[re.Match[str]], lexicon: Lexicon) -> bool:
    plain = [word[0] for word in words if not lexicon.has("name_particle", word[0])]
    if not plain or len(words) > _LONGEST or _other_letters(text, piece, words):
        return False
    given = is_given_name(plain[0], lexicon)
    if _is_place(text, piece, lexicon, given=given):
        return False
    last = not re.search(r"\w", text[piece.end :])
    if len(plain) == 1:
        return _signs_alone(text, piece, plain[0], lexicon, given=given, last=last)
    common = [is_common_word(word, lexicon) for word in plain]
    if not all(word[0].isupper() for word in plain):
        return given and not any(common)
    if given:
        return True
    placed = piece.beside_detail or last or piece.start == 0
    return placed and not any(common) and not text.isupper()


def _signs_alone(
    text: str, piece: _Piece, word: str, lexicon: Lexicon, *, given: bool, last: bool
) -> bool:
    """Whether one word names somebody: beside a detail, or under the message."""
    if not given:  # nothing else is a single word with a capital after the last sentence
        ended = _SENTENCE_ENDS.search(text, 0, piece.start)
        unknown = word.istitle() and not is_common_word(word, lexicon)
        asked = "?" in text[piece.end :]
        return last and not asked and piece.told_more and ended is not None and unknown
    signed = last and piece.told_more and not is_word_as_well(word, lexicon)
    opens = piece.start == 0 and text[piece.end : piece.end + 1] == ":"
    return piece.beside_detail or signed or ((last or opens) and word.istitle())


def _is_place(text: str, piece: _Piece, lexicon: Lexicon, *, given: bool) -> bool:
    """A town's name, or what follows a postcode and begins like nobody's name."""
    town = lexicon.has("town", text[piece.start : piece.end])
    return town or (piece.after_postcode and not (given and piece.parted))


def _other_letters(text: str, piece: _Piece, words: Sequence[re.Match[str]]) -> bool:
    covered = sum(len(word[0]) for word in words)
    return covered + text.count(" ", piece.start, piece.end) < piece.end - piece.start


def _pieces(text: str, details: Sequence[Detail]) -> Iterator[_Piece]:
    at, before = 0, None
    for detail in [*sorted(details, key=lambda detail: detail.start), None]:
        end = detail.start if detail else len(text)
        if end > at or detail is None:
            yield from _between(text, at, end, before, detail)
        if detail:
            at, before = max(at, detail.end), detail


def _between(
    text: str, start: int, end: int, before: Detail | None, after: Detail | None
) -> Iterator[_Piece]:
    """The pieces from one detail to the next; empty ones are left out."""
    breaks = [match.span() for match in _BREAK.finditer(text, start, end)]
    limits = zip([start, *(b for _, b in breaks)], [*(a for a, _ in breaks), end], strict=True)
    inside = [span for span in (_stripped(text, *each) for each in limits) if span[0] < span[1]]
    for n, (first, last) in enumerate(inside):
        opening, closing = text[start:first], text[last:end]
        opens = n == 0 and _is_beside(before, opening)
        closes = n == len(inside) - 1 and _is_beside(after, closing)
        code = n == 0 and before is not None and before.kind == "postcode"
        yield _Piece(first, last, opens or closes, code, bool(opening.strip()), before is not None)


def _is_beside(detail: Detail | None, between: str) -> bool:
    """`jack` in "headphone jack" is beside nothing, for no comma parts it from the product."""
    return detail is not None and (detail.kind in _OF_PEOPLE or bool(between.strip()))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Without what is no word at either end: spaces, quotation marks, emoji."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    return start, end
