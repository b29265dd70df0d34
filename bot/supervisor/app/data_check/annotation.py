"""Details marked in an example, as Rasa writes them: `for order [48213](order_number)`."""

import json
import re
from collections.abc import Collection, Iterator

MARKED = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\((?P<name>[^():]+)[^()]*\)|(?P<fields>\{[^{}]*\}))")
BRACKETS = re.compile(r"[\[\]{}]")


def plain(example: str) -> str:
    """The example as it is learned: without the marks."""
    return MARKED.sub(lambda marked: marked["text"], example)


def mistakes(example: str, entities: Collection[str]) -> Iterator[str]:
    """What is wrong with the marks, given the entities of domain.yml."""
    for marked in MARKED.finditer(example):
        name = marked["name"] or _entity(marked["fields"])
        if name is None:
            yield f'{marked["fields"]} names no entity; write {{"entity": "…"}}.'
        elif name not in entities:
            yield f"entity {name!r} is not in domain.yml; add it there, or take the mark away."
    if bracket := BRACKETS.search(plain(example)):
        yield (
            f"{bracket[0]!r} is half of a mark; a detail is marked [so](entity), "
            "and other brackets are round."
        )


def _entity(fields: str) -> str | None:
    try:
        return str(json.loads(fields)["entity"])
    except (ValueError, KeyError):
        return None
