"""What comes from outside is made harmless here, once, before anything else sees it."""

import json
import math
import re
import unicodedata
from typing import Any
from urllib.parse import parse_qsl

from bot.gateway.problems import UnreadableBody

FORM = "application/x-www-form-urlencoded"
FORM_FIELDS = 20
SURROGATES = re.compile("[\ud800-\udfff]")
# All of C0 and C1 and DEL, but the tab and the line feed.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# They show a text in another order than it is read in. Languages written from the right need none
# of them: their letters, marks and isolates stay.
OVERRIDES = re.compile("[\u202a-\u202e]")
# Beyond this a text is refused by every field; normalising a long run of accents is quadratic.
LONGEST_NORMALISED = 8_000
JSON_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


def clean_text(text: str) -> str:
    """The text in NFC, with lines that end in a line feed.

    Without control characters, lone surrogates and what shows a text in another order.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = OVERRIDES.sub("", text)
    text = CONTROLS.sub("", SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text))
    return text if len(text) > LONGEST_NORMALISED else unicodedata.normalize("NFC", text)


def read_json(body: bytes, *, max_depth: int) -> Any:
    """The value of a JSON body, every text in it cleaned; raises UnreadableBody."""
    try:
        text = body.decode("utf-8")
        if _depth(text) > max_depth:
            raise UnreadableBody
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except (ValueError, RecursionError):
        raise UnreadableBody from None
    return _cleaned(value)


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a page's form, every text in it cleaned; raises UnreadableBody."""
    return dict(read_pairs(body, most=FORM_FIELDS))


def read_pairs(body: bytes, *, most: int) -> list[tuple[str, str]]:
    """The same where a field may come several times."""
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=most,
        )
    except ValueError:
        raise UnreadableBody from None
    return [(clean_text(name), clean_text(value)) for name, value in pairs]


def _depth(text: str) -> int:
    # Counted before parsing: the parser would recurse as deep as the sender likes.
    depth = deepest = 0
    for bracket in re.findall(r"[][{}]", JSON_STRINGS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key is there twice")
    return fields


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean_text(value)
        case list():
            return [_cleaned(item) for item in value]
        case dict():
            return {clean_text(key): _cleaned(item) for key, item in value.items()}
        case _:
            return value
