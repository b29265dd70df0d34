"""What agents watch: the conversations that people have, as they stand."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from actions.handoffs import Case
from bot.gateway.surprise import report

Cases = Mapping[str, Case]  # conversation → its case


class AgentsFeed:
    """Looks from time to time, as other processes change them too, and at once when stirred.

    What it tells is how things stand and not what happened: whoever comes late, or missed
    something, sees the same.
    """

    def __init__(self, open_cases: Callable[[], Awaitable[Sequence[Case]]]) -> None:
        self._open_cases = open_cases
        self._cases: Cases = {}
        self._watchers: set[asyncio.Event] = set()
        self._looking: asyncio.Task[None] | None = None
        self._stirred = False
        self.closed = False

    @property
    def cases(self) -> Cases:
        """As they stood at the last look."""
        return self._cases

    @contextmanager
    def watch(self) -> Iterator[asyncio.Event]:
        """An event that is set when something has changed, for as long as the block lasts."""
        changed = asyncio.Event()
        self._watchers.add(changed)
        try:
            yield changed
        finally:
            self._watchers.discard(changed)

    def stir(self) -> None:
        """Something has changed here: looks at once."""
        self._stirred = True
        if self._watchers and self._looking is None:
            self._looking = asyncio.create_task(self._look_until_calm())

    async def poll(self) -> None:
        """Looks once; raises what the store raises."""
        if not self._watchers:
            return
        cases = {case.handoff.conversation_id: case for case in await self._open_cases()}
        if cases != self._cases:
            self._cases = cases
            self._tell()

    def close(self) -> None:
        """Lets every watcher go."""
        self.closed = True
        self._tell()

    def _tell(self) -> None:
        for changed in self._watchers:
            changed.set()

    async def _look_until_calm(self) -> None:
        try:
            while self._stirred:
                self._stirred = False
                await self.poll()
        except Exception as error:
            report(error, "looking for agents' conversations")
        finally:
            self._looking = None
