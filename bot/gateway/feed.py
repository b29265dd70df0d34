"""Who watches which conversation, and what they are told."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

# A hint is worth something only while it is fresh.
HINTS_KEPT = 16

LastSeq = Callable[[Sequence[str]], Awaitable[Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to know at once and to forget: it is not in the transcript."""

    event: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wake:
    """What happened since the last look."""

    news: bool = False
    hints: tuple[Hint, ...] = ()
    closed: bool = False


@dataclass(eq=False, slots=True)
class Subscription:
    """One watcher's view."""

    _stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _news: bool = False
    _closed: bool = False
    _hints: deque[Hint] = field(default_factory=lambda: deque(maxlen=HINTS_KEPT))

    async def next(self, *, within: float) -> Wake | None:
        """What happened, as soon as something does, or None after so many seconds."""
        try:
            async with asyncio.timeout(within):
                await self._stirred.wait()
        except TimeoutError:
            return None
        wake = Wake(self._news, tuple(self._hints), self._closed)
        self._news = False
        self._hints.clear()
        self._stirred.clear()
        return wake

    def tell(self, *, news: bool = False, hint: Hint | None = None, closed: bool = False) -> None:
        """Wakes the watcher."""
        self._news |= news
        self._closed |= closed
        if hint is not None:
            self._hints.append(hint)
        self._stirred.set()


class Feed:
    """Tells watchers of this process at once, and of other processes' lines within a poll."""

    def __init__(self, last_seq: LastSeq, *, comfortable: int) -> None:
        self._last_seq = last_seq
        self._comfortable = comfortable
        self._watchers: dict[str, set[Subscription]] = defaultdict(set)
        self._known: dict[str, int] = {}
        self._closed = False

    def is_crowded(self, conversation_id: str) -> bool:
        """Whether as many watch the conversation as may."""
        return len(self._watchers.get(conversation_id, ())) >= self._comfortable

    @contextmanager
    def watch(self, conversation_id: str) -> Iterator[Subscription]:
        """A subscription for as long as the block lasts."""
        watchers = self._watchers[conversation_id]
        subscription = Subscription()
        if self._closed:
            subscription.tell(closed=True)
        watchers.add(subscription)
        try:
            yield subscription
        finally:
            watchers.discard(subscription)
            if not watchers and self._watchers.get(conversation_id) is watchers:
                del self._watchers[conversation_id]
                self._known.pop(conversation_id, None)

    def announce(self, conversation_id: str) -> None:
        """There are new messages."""
        for subscription in self._watchers.get(conversation_id, ()):
            subscription.tell(news=True)

    def hint(self, conversation_id: str, hint: Hint) -> None:
        """Something passing, e.g. that the bot is typing."""
        for subscription in self._watchers.get(conversation_id, ()):
            subscription.tell(hint=hint)

    def dismiss(self, conversation_id: str) -> None:
        """The conversation is gone: lets its watchers go."""
        for subscription in self._watchers.get(conversation_id, ()):
            subscription.tell(closed=True)

    async def poll(self) -> None:
        """Looks once for lines that other processes have written, and for what they erased."""
        if not self._watchers:
            return
        watched = list(self._watchers)
        newest = await self._last_seq(watched)
        for conversation_id in watched:
            if conversation_id not in newest:
                self.dismiss(conversation_id)
        for conversation_id, seq in newest.items():
            if conversation_id in self._watchers and self._known.get(conversation_id) != seq:
                self._known[conversation_id] = seq
                self.announce(conversation_id)

    def close(self) -> None:
        """Lets every watcher go."""
        self._closed = True
        for subscription in [one for watchers in self._watchers.values() for one in watchers]:
            subscription.tell(closed=True)
