"""What the writer of a mail wrote: without what they quote, their signature and what firms add.

Mail programs agree on little. Everything is brought to one form first, lines of text with `>`
before those that are quoted (html_body.py), and then a few rules hold for all of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from actions.channels.mail.words import words

# An attribution that a program broke: "El mar, 24 mar 2026 a las 10:12, Aurora\n<…> escribió:".
MOST_LINES_OF_ATTRIBUTION = 4
LONGEST_ATTRIBUTION = 400
# From: Sent: To: Subject: within so many lines, one of them the sender.
HEADER_LINES = 7
FEWEST_FIELDS = 3
# What comes after "Kind regards" or a name at the end, at most.
SIGNATURE_LINES = 12
LONGEST_OF_SIGNATURE = 90
LONGEST_NAME = 5  # words
RULE = re.compile(r"^\s*[_=*\-–—]{5,}\s*$")
DASHES = re.compile(r"^\s*(?:--|—|––|__+|-{3,})\s*$")
INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), "")


@dataclass(frozen=True, slots=True)
class Written:
    """The writer's own words; `forwarded`: they wrote none, and these are another's."""

    text: str = field(repr=False)
    forwarded: bool = False


def written(text: str, *, author: str = "") -> Written:
    """Own words in a mail's text; `author` is the name in From, with which they may sign."""
    lines = _lines(text)
    own = _own(lines, author)
    if own or not lines:
        return Written(own)
    inner = _forwarded(lines)
    if inner is not None:
        return Written(_own(inner, ""), forwarded=True)
    # Nothing but quotes: somebody answered inside them, or cited without a word.
    bare = [_unquoted(line) for line in lines]
    return Written(_own(bare, author) or "\n".join(bare).strip(), forwarded=True)


def _lines(text: str) -> list[str]:
    cleaned = text.translate(INVISIBLE).replace("\xa0", " ").replace("\r\n", "\n")
    return [line.rstrip() if line != "-- " else line for line in cleaned.split("\n")]


def _own(lines: Sequence[str], author: str) -> str:
    kept = _without_quotes(lines)
    kept = _without_foot(kept)
    kept = _without_signature(kept, author)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _without_quotes(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        if _begins_the_rest(lines, place):
            break
        if length := _attribution(lines, place):
            place += length
            if not _quote_follows(lines, place):
                break  # what comes is another's, without a mark before each line
            continue
        if not lines[place].lstrip().startswith(">"):
            kept.append(lines[place])
        elif kept and kept[-1].strip():
            kept.append("")  # two answers with a quote between them are two lines
        place += 1
    while kept and RULE.match(kept[-1]):
        kept.pop()
    return kept


def _begins_the_rest(lines: Sequence[str], place: int) -> bool:
    """From here on all is another's: forwarded, or what Outlook puts below an answer."""
    line = lines[place].strip("* ")
    known = words()
    if known.forwarded.match(line) or known.original.match(line):
        return True
    return _header(lines, place) > 0


def _header(lines: Sequence[str], place: int) -> int:
    """How many lines From, Sent, To and Subject take that begin here; 0: none do."""
    known = words()
    if not known.sender_field.match(lines[place]):
        return 0
    found, last = 1, place
    for ahead in range(place + 1, min(place + HEADER_LINES, len(lines))):
        if known.other_field.match(lines[ahead]):
            found, last = found + 1, ahead
        elif not lines[ahead].strip() and found >= FEWEST_FIELDS:
            break
    return last - place + 1 if found >= FEWEST_FIELDS else 0


def _attribution(lines: Sequence[str], place: int) -> int:
    """How many lines "On Tuesday Ana wrote:" takes that begins here; 0: there is none."""
    first = lines[place].lstrip("> ").strip()
    if not first:
        return 0
    joined = ""
    for ahead in range(place, min(place + MOST_LINES_OF_ATTRIBUTION, len(lines))):
        line = lines[ahead].lstrip("> ").strip()
        if not line:
            return 0
        joined = f"{joined} {line}".strip()
        if len(joined) > LONGEST_ATTRIBUTION:
            return 0
        if words().attribution.match(joined) and _is_dated(joined):
            return ahead - place + 1
    return 0


def _is_dated(line: str) -> bool:
    """A day or an address: "El soporte me escribió:" has neither."""
    return bool(re.search(r"\d{1,4}[./ -]|\d:\d\d|@", line))


def _quote_follows(lines: Sequence[str], place: int) -> bool:
    following = (line for line in lines[place:] if line.strip())
    return next(following, "").lstrip().startswith(">")


def _without_foot(lines: Sequence[str]) -> list[str]:
    """Up to the first line that mailing lists, virus scanners and lawyers add."""
    known = words()
    for place, line in enumerate(lines):
        bare = line.strip()
        if known.list_foot.match(bare) or (known.disclaimer.match(bare) and place > 0):
            before = list(lines[:place])
            while before and (not before[-1].strip() or RULE.match(before[-1])):
                before.pop()
            if any(each.strip() for each in before):
                return before
    return list(lines)


def _without_signature(lines: Sequence[str], author: str) -> list[str]:
    first = next((place for place, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return []
    for place in range(first + 1, len(lines)):
        if _signs(lines, place, author):
            return _up_to(lines, place)
    alone = lines[first]
    if alone == "-- " or words().sent_from.match(alone.strip()):
        return []
    return list(lines)


def _signs(lines: Sequence[str], place: int, author: str) -> bool:
    line = lines[place]
    bare = line.strip()
    if not bare:
        return False
    if line == "-- " or words().sent_from.match(bare):
        return True
    rest = [each.strip() for each in lines[place + 1 :] if each.strip()]
    if len(rest) > SIGNATURE_LINES or any(len(each) > LONGEST_OF_SIGNATURE for each in rest):
        return False
    if any(each.endswith("?") for each in rest):
        return False
    if words().closing.match(bare):
        return True
    above = lines[place - 1].strip()
    if DASHES.match(line):
        return bool(rest)
    return (not above or bool(words().closing.match(above))) and _is_name(bare, author)


def _is_name(line: str, author: str) -> bool:
    """The writer's own name, whole or the first, in a line of its own."""
    said, whole = _name_words(line), _name_words(author)
    if not said or not whole or len(said) > LONGEST_NAME or said[0] != whole[0]:
        return False
    return len(said) == 1 or len(whole) == 1 or bool(set(said[1:]) & set(whole[1:]))


def _name_words(text: str) -> list[str]:
    return re.sub(r"[^\w\s]", "", text.casefold()).split()


def _up_to(lines: Sequence[str], place: int) -> list[str]:
    kept = list(lines[:place])
    while kept and (not kept[-1].strip() or DASHES.match(kept[-1]) or RULE.match(kept[-1])):
        kept.pop()
    return kept


def _forwarded(lines: Sequence[str]) -> list[str] | None:
    """The mail that was passed on, without the lines that say whose it was; None: there is none."""
    for place, line in enumerate(lines):
        known = words()
        bare = line.strip("*> ")
        if known.forwarded.match(bare) or known.original.match(bare):
            return _below_header([_unquoted(each) for each in lines[place + 1 :]])
        if length := _header(lines, place):
            return list(lines[place + length :])
    return None


def _below_header(lines: Sequence[str]) -> list[str]:
    start = next((place for place, line in enumerate(lines) if line.strip()), 0)
    length = _header(lines, start) if lines else 0
    return list(lines[start + length :])


def _unquoted(line: str) -> str:
    return re.sub(r"^(?:\s*>)+ ?", "", line)
