"""How often a conversation, an address and a site may have something done."""

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from actions.allowances import Allowances
from bot.gateway.problems import TooManyStreams, TooOften

Counted = Literal["conversations", "messages", "attachments", "streams", "pages", "sign_ins"]
LONGEST_IN_SECONDS = 90  # a longer wait is told in minutes


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a request is counted for."""

    address: str
    site: str
    conversation: str = ""


class Rates:
    """Counts in this process's memory; whoever comes too often is told when to come back."""

    def __init__(self, allowances: Allowances) -> None:
        # The counter takes two numbers a caller; a list of times would grow with every request.
        self._storage = MemoryStorage()
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)
        self._limits: dict[Counted, dict[str, RateLimitItem]] = {
            "conversations": _limits(allowances.conversations.model_dump(), allowances.factor),
            "messages": _limits(allowances.messages.model_dump(), allowances.factor),
            "attachments": _limits(allowances.attachments.model_dump(), allowances.factor),
            "streams": _limits(allowances.streams.model_dump(), allowances.factor),
            "pages": _limits(allowances.pages.model_dump(), allowances.factor),
            "sign_ins": _limits(allowances.sign_ins.model_dump(), allowances.factor),
        }
        most_open = allowances.open_streams.model_dump()
        self._most_open = {by: most * allowances.factor for by, most in most_open.items()}
        self._open: Counter[tuple[str, str]] = Counter()

    def count(self, what: Counted, caller: Caller) -> None:
        """Counts one more, unless that is one too many for any of the three: raises TooOften."""
        limits = self._limits[what]
        waits = [
            self._wait(limit, what, by, getattr(caller, by))
            for by, limit in limits.items()
            # Asked first: a request that is refused uses up nobody's allowance.
            if not self._limiter.test(limit, what, by, getattr(caller, by))
        ]
        if waits:
            raise too_often(max(waits))
        for by, limit in limits.items():
            self._limiter.hit(limit, what, by, getattr(caller, by))

    @contextmanager
    def open_stream(self, caller: Caller) -> Iterator[None]:
        """A stream is open for as long as the block lasts."""
        keys = self._stream_keys(caller)
        self._open.update(keys)
        try:
            yield
        finally:
            self._open.subtract(keys)
            for key in keys:
                if not self._open[key]:
                    del self._open[key]

    def refuse_crowd(self, caller: Caller) -> None:
        """Raises TooManyStreams if as many are open for the address, or the site, as may be."""
        if any(self._open[by, who] >= self._most_open[by] for by, who in self._stream_keys(caller)):
            raise TooManyStreams

    def _stream_keys(self, caller: Caller) -> list[tuple[str, str]]:
        return [(by, getattr(caller, by)) for by in self._most_open]

    def _wait(self, limit: RateLimitItem, *key: str) -> float:
        window = limit.get_expiry()
        key_of_window = limit.key_for(*key)
        before, _, now, kept_for = self._storage.get_sliding_window(key_of_window, window)
        # The storage keeps a window's counter for one window more, in which it fades.
        left = kept_for - window
        return seconds_until_free(limit.amount, window=window, before=before, now=now, left=left)


def seconds_until_free(amount: int, *, window: float, before: int, now: int, left: float) -> float:
    """When one more fits, where a window's count fades evenly over the next window.

    `before` and `now` are the counts of the last window and of this one, which goes on for
    `left` seconds.
    """
    if now < amount:
        return max(0.0, left - (amount - now) * window / before) if before else 0.0
    return left + window * (1 - amount / now)


def _limits(allowances: dict[str, str], factor: int) -> dict[str, RateLimitItem]:
    def multiplied(allowance: str) -> str:
        amount, _, unit = allowance.partition("/")
        return f"{int(amount) * factor}/{unit}"

    return {by: parse(multiplied(allowance)) for by, allowance in allowances.items()}


def too_often(wait: float) -> TooOften:
    """Refused for so many seconds, which the caller is told."""
    # A moment more: at the very turn of a window all of its count still weighs.
    seconds = math.ceil(wait + 0.01)
    long = seconds > LONGEST_IN_SECONDS
    return TooOften(
        headers={"Retry-After": str(seconds)},
        sentence="too-often-minutes" if long else "too-often-seconds",
        facts={"seconds": seconds, "minutes": math.ceil(seconds / 60)},
    )
