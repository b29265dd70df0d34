"""Details told by patterns of the training data; e-mail, besides, by everyone's."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon, alternatives

# A pattern marks the detail with a group `value` (else the whole match is it) and, where only a
# part of it tells one from another, that part with a group `key`.
_VALUE = "value"
_KEY = "key"
# People leave a space before the @; an address in quotation marks or without a dot is left alone.
_EMAIL = re.compile(
    r"(?<![\w.+'’-])[\w.+-]+\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w@-])", re.IGNORECASE
)


def order_numbers_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Order numbers in the spelling of the list `order_number_form`, e.g. `AU-{}`."""
    form = next(iter(lexicon.words("order_number_form")), "{}")
    return [
        _detail("order_number", match, form.replace("{}", _without_dots(_key(match)).upper()))
        for match in lexicon.matches("order_number", text)
    ]


def emails_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """E-mail addresses in lower case, without the full stop of the sentence.

    Spoken ones (`ana arroba ejemplo punto es`) by the patterns `email`, their signs by the list
    `email_sign`.
    """
    written = [
        _detail("email", match, _closed_up(_key(match)).lower()) for match in _EMAIL.finditer(text)
    ]
    signs = lexicon.meaning("email_sign")
    spoken = [
        _detail("email", match, "".join(_signs_for_words(_key(match), signs)).lower())
        for match in lexicon.matches("email", text)
    ]
    return written + spoken


def postcodes_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Postcodes in upper case; beside one, whatever has the form `postcode_form` is another."""
    found = lexicon.matches("postcode", text)
    if found:
        found += lexicon.matches("postcode_form", text)
    return [_detail("postcode", match, _postcode(_key(match))) for match in found]


def addresses_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Street and number, up to floor, door and town; none that is a shop's."""
    ours = [match.span() for match in lexicon.matches("shop_address", text)]
    return [
        _detail("address", match, " ".join(_key(match).split()).rstrip(" ,"))
        for match in lexicon.matches("address", text)
        if not any(start < match.end() and match.start() < end for start, end in ours)
    ]


def shops_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """The company's shops by their names in the list `shop`."""
    names = lexicon.meaning("shop")
    return [
        _detail("shop", match, names.get(" ".join(_key(match).split()).casefold(), _key(match)))
        for kind in ("shop_address", "shop")
        for match in lexicon.matches(kind, text)
    ]


def span_of(match: re.Match[str]) -> tuple[int, int]:
    """Where the detail stands in the text."""
    return match.span(_VALUE if _VALUE in match.re.groupindex else 0)


def _detail(kind: str, match: re.Match[str], value: str) -> Detail:
    return Detail(kind, *span_of(match), value)


def _key(match: re.Match[str]) -> str:
    names = match.re.groupindex
    return match[next((name for name in (_KEY, _VALUE) if name in names), 0)]


def _closed_up(written: str) -> str:
    return re.sub(r"\s", "", written)


def _without_dots(key: str) -> str:
    """`48 213` and `48.213` are `48213`."""
    return _closed_up(key).replace(".", "")


def _postcode(written: str) -> str:
    """`28 045` is written in one; one with letters (SW1A 1AA) as it stands."""
    return _without_dots(written) if written[0].isdigit() else written.upper()


def _signs_for_words(spoken: str, signs: Mapping[str, str]) -> list[str]:
    """`ana guion bajo gil arroba …` → ana, _, gil, @, …; the longest word of a sign counts."""
    pattern = rf"(?:(?<!\w)(?:{alternatives(signs)})(?!\w))|[^\s]+" if signs else r"\S+"
    words = re.findall(pattern, spoken, re.IGNORECASE)
    return [signs.get(" ".join(word.split()).casefold(), word) for word in words]
