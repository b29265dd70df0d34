"""Calls that wait for a disk or a database, kept off the event loop."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Value = TypeVar("Value")


class Blocking:
    """Runs calls in a few threads: SQLite has one writer, more threads would only queue there."""

    def __init__(self, threads: int = 4) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="gateway")

    async def __call__(
        self,
        call: Callable[Parameters, Value],
        *arguments: Parameters.args,
        **options: Parameters.kwargs,
    ) -> Value:
        """What the call returns, or raises; it runs for the same request."""
        loop = asyncio.get_running_loop()
        context = contextvars.copy_context()
        work = partial(context.run, partial(call, *arguments, **options))
        return await loop.run_in_executor(self._pool, work)

    def close(self) -> None:
        """Waits for the calls that run: a commit is never cut off."""
        self._pool.shutdown(wait=True)
