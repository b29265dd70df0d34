"""When messages arrive, whatever has become of those before: an open model."""

import random
from collections.abc import Iterator


def arrivals(
    *, rate: float, seconds: float, conversations: int, seed: int
) -> Iterator[tuple[float, int]]:
    """(second, conversation) of each message at a fixed rate; every conversation takes its turn.

    In each round they come in another order.
    """
    order = random.Random(seed)
    turn: list[int] = []
    for number in range(round(rate * seconds)):
        if not turn:
            turn = list(range(conversations))
            order.shuffle(turn)
        yield number / rate, turn.pop()


def with_ticket(conversation: int, *, share: float) -> bool:
    """Whether a conversation is one of the share that opens a ticket, spread evenly."""
    return int((conversation + 1) * share) > int(conversation * share)
