"""Plain text as articles may hold it: no control characters, no hidden directions."""

import re
import unicodedata

# Marks that turn the direction of what follows: they make a text read as what it does not say.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_QUESTION = re.compile(r"^\s*[\d.)\s]*¿|[?？؟]\s*$")
# Nothing of a text but what carries it; emoji need the joiner U+200D, which is not among them.
_INVISIBLE = re.compile("[\ufeff\u00ad\u200b\u2060]")


def tidy(text: str) -> str:
    """The text composed (NFC), its lines ended by one sign, without what nobody can see."""
    lines = _LINE_END.sub("\n", text)
    seen = _INVISIBLE.sub("", _DIRECTIONS.sub("", lines)).replace("\u00a0", " ")
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in seen if letter in "\n\t" or not _unprintable(letter))
    )


def one_line(text: str) -> str:
    """The tidy text on one line."""
    return " ".join(tidy(text).split())


def shortened(text: str, longest: int) -> str:
    """A text of at most `longest` characters, cut between words if there is room."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip() + "…"


def asks(text: str) -> bool:
    """Whether a line is a question by its marks."""
    return _QUESTION.search(text) is not None


def squeezed(text: str) -> str:
    """The text without any space: what must stay the same when only its form changes."""
    return "".join(text.split())


def _unprintable(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Co")
