"""The machine's cores: what one question asks of several of them at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache


@cache
def cores() -> ThreadPoolExecutor:
    """Threads, one a core, for what takes a millisecond; longer work has threads of its own."""
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="cores")


# A process that was split off has none of the threads.
os.register_at_fork(after_in_child=cores.cache_clear)
