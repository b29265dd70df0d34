"""What differs between a reply as it was said and the same decided again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from actions.conversations import Button, Reply
from actions.turns.record import text_sha256

MISSING = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same, of the reply with this number, from 1."""

    reply: int
    what: str
    then: str = field(repr=False)
    again: str = field(repr=False)


def differences(then: Sequence[Reply], again: Sequence[Reply]) -> list[Difference]:
    """Everything in which two turns differ that a contact could notice, and their decisions."""
    pairs = zip_longest(then, again)
    return [
        Difference(number, what, before, after)
        for number, (said, new) in enumerate(pairs, start=1)
        for what, before, after in _compared(_looks(said), _looks(new))
    ]


def altered(replies: Sequence[Reply]) -> list[int]:
    """The numbers of the replies whose text is not the one that was recorded with its hash."""
    return [
        number
        for number, reply in enumerate(replies, start=1)
        if reply.turn.text_sha256 not in (None, text_sha256(reply.message.text))
    ]


def _compared(then: dict[str, Any], again: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for what in dict.fromkeys([*then, *again]):
        before, after = then.get(what), again.get(what)
        if before != after:
            yield what, _shown(before), _shown(after)


def _looks(reply: Reply | None) -> dict[str, Any]:
    if reply is None:
        return {}
    message, turn = reply.message, reply.turn
    article = message.article
    return {
        "decision": turn.decision,
        "language": turn.language,
        "kind": message.kind,
        "article": article.id if article else None,
        "revision": article.revision if article else None,
        "passage": turn.passage,
        "title": article.title if article else None,
        "text": message.text,
        "html": message.html,
        "buttons": [_button(button) for button in message.buttons],
        "ticket": message.ticket.model_dump(mode="json") if message.ticket else None,
    }


def _button(button: Button) -> str:
    return f"{button.title} ({button.payload})"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return MISSING if value is None else str(value)
