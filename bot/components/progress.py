"""Progress: what a long piece of work is at, told to whoever waits for it.

In a process that serves nobody listens, and telling costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# About half a second of encoding on two cores.
EVERY = 100

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Calls `listener` with all that is told from now on in this process."""
    _listeners[:] = [listener]


def tell(doing: str) -> None:
    """Says what is being done, e.g. `learning acts`."""
    for listener in _listeners:
        listener(doing)


def counted(things: Collection[T], doing: str, name: str) -> Iterator[T]:
    """The things, told as they are taken: `encoding 200 of 7400 examples`."""
    for done, thing in enumerate(things):
        if done % EVERY == 0:
            tell(f"{doing} {done} of {len(things)} {name}")
        yield thing


def in_portions(things: Sequence[T], doing: str, name: str) -> Iterator[Sequence[T]]:
    """The things, so many at a time, told alike."""
    for done in range(0, len(things), EVERY):
        tell(f"{doing} {done} of {len(things)} {name}")
        yield things[done : done + EVERY]
