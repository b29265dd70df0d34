"""Passwords in a text: what somebody says is one, and beside the word what looks like none."""

import re
from collections.abc import Iterator

from bot.gateway.card_numbers import Span
from bot.gateway.secret_words import SecretWords, plain

LONGEST = 100
SHORTEST_UNSAID = 4  # "password 2": too short to be one unless something says so
MOST_WORDS = 6
# "my password is the usual one, tiger22": how far after the word it is looked for.
NEAR = 120

QUOTES = {'"': '"', "'": "'", "«": "»", "“": "”", "‘": "’", "`": "`", "(": ")", "[": "]"}
ENDS_A_SENTENCE = ".,;:?)]}»”’\"'"
TOKEN = re.compile(r"\S+")
NEXT_TOKEN = re.compile(r"[ \t\u00a0]+(\S+)")
REST_OF_SENTENCE = re.compile(rf"(?:[^.?!\n]|[.?!](?=\S)){{0,{NEAR}}}")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# An order, a model: letters in capitals, then digits.
REFERENCE = re.compile(r"[A-Z]{1,4}[-.]?\d[\d-]*")
UNLIKE_A_WORD = re.compile(r"\d|[#$%&*+^~_=<>\\@|]|[^\W\d_]!+.|[a-zß-ÿ][A-ZÀ-Þ]")
UNLIKE_A_NAME = re.compile(r"\d|[#$%&*+^~_=<>|]")  # "WhatsApp" is one
OF_AN_ADDRESS = re.compile(r"[/:@]|\w\.\w")
MEASURE = re.compile(r"\d+[a-z]{1,3}")  # "16gb", "10am", "3rd"
ANOTHER = re.compile(r"\s*[/|]\s*(?=\S)")
AND_THEN = re.compile(r"\s*(?:[/|,;-]|\by\b|\band\b)?\s*")


def passwords(text: str, read: str, words: SecretWords) -> Iterator[Span]:
    """Where each is; `read` is the `plain` text."""
    for found in words.password_said.finditer(read):
        yield from _said_at(text, read, found, words)
    for found in words.password_beside.finditer(read):
        value = _value_at(text, found.end())
        if value is None:
            continue
        token = text[value.start : value.end]
        plainly = _looks_secret(token) and (_mixes(token) or not found["gap"])
        if plainly or (_is_quoted(text, value) and _is_password(token, words)):
            yield value
    for found in words.password_before_its_name.finditer(read):
        value = _trimmed(text, Span(*found.span("secret")))
        if value is None:
            continue
        token = text[value.start : value.end]
        if _looks_secret(token) and (_mixes(token) or token.isdigit()):
            yield value


def _said_at(text: str, read: str, found: re.Match[str], words: SecretWords) -> Iterator[Span]:
    """The password that was announced, and another after a slash: "user / password"."""
    value = _value_at(text, found.end())
    if value is None:
        return
    token = text[value.start : value.end]
    if EMAIL.fullmatch(token):
        follows = AND_THEN.match(text, value.end)
        after = _value_at(text, follows.end() if follows else value.end)
        if after and _looks_secret(text[after.start : after.end]):
            yield after
        return
    if not any(character.isalnum() for character in token):
        return
    if _is_described(text, read, value, words) or not _is_password(token, words):
        yield from _named_later(text, value.start, words)
        return
    uncertain = found["bare"] and not found["gap"] and found["name"] in words.password_or_else
    if uncertain and not (_looks_secret(token) or _is_quoted(text, value)):
        return
    value = _with_its_words(text, value, words)
    yield value
    if another := ANOTHER.match(text, value.end):
        second = _value_at(text, another.end())
        if second and _is_password(text[second.start : second.end], words):
            yield second


def _is_described(text: str, read: str, value: Span, words: SecretWords) -> bool:
    """Whether something is said of the password there: "sent by mail", "8 characters long"."""
    if _is_quoted(text, value):
        return False
    return any(pattern.match(read, value.start) for pattern in (words.described, words.counted))


def _named_later(text: str, place: int, words: SecretWords) -> Iterator[Span]:
    """What mixes letters with digits or signs in the rest of the sentence, and is no model."""
    sentence = REST_OF_SENTENCE.match(text, place)
    before = ""
    for token in TOKEN.finditer(text, place, sentence.end() if sentence else place):
        value = _trimmed(text, Span(*token.span()))
        word = text[value.start : value.end] if value else ""
        if value and before not in words.references and _is_unmistakable(word, words):
            yield value
        before = plain(word)


def _is_unmistakable(token: str, words: SecretWords) -> bool:
    return (
        _looks_secret(token)
        and not OF_AN_ADDRESS.search(token)
        and bool(UNLIKE_A_NAME.search(token))
        and any(character.islower() for character in token)
        and not MEASURE.fullmatch(token)
        and not words.named_with_a_number.fullmatch(plain(token))
    )


def _with_its_words(text: str, value: Span, words: SecretWords) -> Span:
    """With the words after it that belong to it: a password may be "blue sky 99".

    After what looks like a password by itself, only more of the kind does.
    """
    whole = _looks_secret(text[value.start : value.end])
    first = plain(text[value.start : value.end])
    if _is_quoted(text, value) or first in words.after_passwords:
        return value
    for _ in range(MOST_WORDS - 1):
        following = NEXT_TOKEN.match(text, value.end)
        after = _trimmed(text, Span(*following.span(1))) if following else None
        if not following or after is None or after.start != following.start(1):
            break
        token = text[after.start : after.end]
        if not _belongs(token, words) or (whole and not any(map(str.isdigit, token))):
            break
        value = Span(value.start, after.end)
    return value


def _belongs(token: str, words: SecretWords) -> bool:
    return (
        any(character.isalnum() for character in token)
        and plain(token).strip("¿¡!?.") not in words.after_passwords
        and not EMAIL.fullmatch(token)
        and not REFERENCE.fullmatch(token)
    )


def _value_at(text: str, place: int) -> Span | None:
    """What stands there: all that is between quotation marks, else up to the next space."""
    closing = QUOTES.get(text[place : place + 1])
    if closing and (end := text.find(closing, place + 1, place + 1 + LONGEST)) > place + 1:
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


def _is_quoted(text: str, value: Span) -> bool:
    return value.start > 0 and text[value.start - 1] in QUOTES


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
