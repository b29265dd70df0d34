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
from bot.gateway.passwords import passwords
from bot.gateway.secret_words import SecretWords, plain

MASK = "••••"


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
    yield from ((span, Secret.PASSWORD) for span in passwords(text, read, words))


def _is_masked(token: str) -> bool:
    return set(token) <= set(MASK)


def _span(found: re.Match[str]) -> Span:
    return Span(*found.span("secret"))
