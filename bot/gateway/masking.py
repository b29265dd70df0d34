"""What nobody here may keep is masked before anything else sees it: cards, their codes, passwords.

Masking is a function of the text alone: a message that is sent again is masked to the same words,
and what is masked already stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

from bot.gateway.card_numbers import Span, card_numbers
from bot.gateway.secret_words import SecretWords, plain

MASK = "••••"
LONGEST_PASSWORD = 100
SHORTEST_UNSAID = 4  # "password 2": too short to be one unless something says so

QUOTES = {'"': '"', "'": "'", "«": "»", "“": "”", "‘": "’", "`": "`", "(": ")", "[": "]"}
ENDS_A_SENTENCE = ".,;:?)]}»”’\"'"
TOKEN = re.compile(r"\S+")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# An order, a model: letters in capitals, then digits.
REFERENCE = re.compile(r"[A-Z]{1,4}[-.]?\d[\d-]*")
UNLIKE_A_WORD = re.compile(r"\d|[#$%&*+^~_=<>\\@|]|[^\W\d_]!+.|[a-zß-ÿ][A-ZÀ-Þ]")
ANOTHER = re.compile(r"\s*[/|]\s*(?=\S)")
AND_THEN = re.compile(r"\s*(?:[/|,;-]|\by\b|\band\b)?\s*")


class Secret(Enum):
    """What was masked."""

    CARD = "card"
    PASSWORD = "password"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets, and of which kinds they were."""

    text: str
    secrets: frozenset[Secret] = frozenset()


def masked(text: str, words: SecretWords) -> Masked:
    """The text with every card number, card code, PIN and password masked."""
    found = sorted(_secrets(text, words), key=lambda each: (each[0].start, -each[0].end))
    pieces, done, kinds = [], 0, set()
    for span, kind in found:
        if span.start < done or _is_masked(text[span.start : span.end]):
            continue
        pieces += [text[done : span.start], MASK]
        done = span.end
        kinds.add(kind)
    return Masked("".join([*pieces, text[done:]]), frozenset(kinds))


def masked_address(url: str, words: SecretWords) -> str:
    """A page's address with every secret in its path, query and fragment masked."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address: nobody can go there, and we keep words
        return masked(url, words).text
    host = parts.netloc.rpartition("@")[2]
    path = "/".join(_masked_piece(piece, words) for piece in parts.path.split("/"))
    query, fragment = (
        re.sub(r"[^&;]+", lambda piece: _masked_piece(piece[0], words), each)
        for each in (parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, host, path, query, fragment))


def masked_facts(facts: Mapping[str, Any], words: SecretWords) -> dict[str, Any]:
    """Named values with every secret masked; a number that is one becomes text."""
    return {
        masked(name, words).text: _masked_fact(name, value, words) for name, value in facts.items()
    }


def _masked_fact(name: str, value: Any, words: SecretWords) -> Any:
    if value is None or isinstance(value, bool):
        return value
    text = str(value)
    if _names_a_secret(name, words) and text:
        return MASK
    hidden = masked(text, words)
    return hidden.text if hidden.secrets else value


def _masked_piece(piece: str, words: SecretWords) -> str:
    name, equals, value = piece.partition("=")
    if equals and value and _names_a_secret(unquote_plus(name), words):
        return f"{name}={quote(MASK)}"
    hidden = masked(unquote_plus(piece), words)
    return quote(hidden.text, safe="=") if hidden.secrets else piece


def _names_a_secret(name: str, words: SecretWords) -> bool:
    # "cardCvv", "user_password": the words of a name run together.
    spelled = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name))
    patterns = (words.password_name, words.code_name, words.pin_name)
    return any(pattern.search(spelled) for pattern in patterns)


def _secrets(text: str, words: SecretWords) -> Iterator[tuple[Span, Secret]]:
    read = plain(text)
    cards = card_numbers(
        text, read, card_words=words.card_before, reference_words=words.reference_before
    )
    for card in cards:
        yield card, Secret.CARD
        if code := words.code_after_card.match(read, card.end):
            yield _span(code), Secret.CARD
    for pattern in (words.card_code, words.code_before_its_name):
        yield from ((_span(found), Secret.CARD) for found in pattern.finditer(read))
    yield from ((_span(found), Secret.PASSWORD) for found in words.pin.finditer(read))
    yield from ((span, Secret.PASSWORD) for span in _passwords(text, read, words))


def _passwords(text: str, read: str, words: SecretWords) -> Iterator[Span]:
    for found in words.password_said.finditer(read):
        yield from _password_at(text, found.end(), words)
    for found in words.password_beside.finditer(read):
        value = _value_at(text, found.end())
        if value is None:
            continue
        token = text[value.start : value.end]
        quoted = text[value.start - 1] in QUOTES if value.start else False
        plainly = _looks_secret(token) and (_mixes(token) or not found["gap"])
        if plainly or (quoted and _is_password(token, words)):
            yield value
    for found in words.password_before_its_name.finditer(read):
        value = _trimmed(text, _span(found))
        if value and _looks_secret(text[value.start : value.end]):
            yield value


def _password_at(text: str, place: int, words: SecretWords) -> Iterator[Span]:
    """The password that was announced, and another after a slash: "user / password"."""
    value = _value_at(text, place)
    if value is None:
        return
    if EMAIL.fullmatch(text[value.start : value.end]):
        follows = AND_THEN.match(text, value.end)
        after = _value_at(text, follows.end() if follows else value.end)
        if after and _looks_secret(text[after.start : after.end]):
            yield after
        return
    if not _is_password(text[value.start : value.end], words):
        return
    yield value
    if another := ANOTHER.match(text, value.end):
        second = _value_at(text, another.end())
        if second and _is_password(text[second.start : second.end], words):
            yield second


def _value_at(text: str, place: int) -> Span | None:
    """What stands there: all that is between quotation marks, else up to the next space."""
    closing = QUOTES.get(text[place : place + 1])
    if closing and (end := text.find(closing, place + 1, place + 1 + LONGEST_PASSWORD)) > place + 1:
        return Span(place + 1, end)
    token = TOKEN.match(text, place)
    return _trimmed(text, Span(*token.span())) if token else None


def _trimmed(text: str, token: Span) -> Span | None:
    """Without the marks that belong to the sentence; None if nothing is left."""
    end, start = token.end, token.start
    while end > start and text[end - 1] in ENDS_A_SENTENCE:
        end -= 1
    while start < end and text[start] in QUOTES:
        start += 1
    return Span(start, end) if end > start else None


def _is_password(token: str, words: SecretWords) -> bool:
    return plain(token).strip("¿¡!?.") not in words.not_passwords and token.strip("¿¡!?.") != ""


def _looks_secret(token: str) -> bool:
    """Whether nobody would take it for a word, an address or an order."""
    return (
        len(token) >= SHORTEST_UNSAID
        and bool(UNLIKE_A_WORD.search(token))
        and not EMAIL.fullmatch(token)
        and not REFERENCE.fullmatch(token)
    )


def _mixes(token: str) -> bool:
    return any(character.isalpha() for character in token)


def _is_masked(token: str) -> bool:
    return set(token) <= set(MASK)


def _span(found: re.Match[str]) -> Span:
    return Span(*found.span("secret"))
