"""The id of the request that is being served: in every log line, message and event that it led to.

32 hexadecimal digits, the form of nginx's `$request_id` and of a W3C trace id. No other is taken
from outside: nothing that a person wrote, no name, address or card, has that form.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars, get_contextvars

NAME = "request_id"
FORM = re.compile(r"[0-9a-f]{32}")


def new_request_id() -> str:
    """A random one."""
    return uuid.uuid4().hex


def request_id_in(text: str) -> str | None:
    """The id that a header holds, also written as a UUID; None if it holds anything else."""
    bare = text.strip().lower().replace("-", "")
    return bare if FORM.fullmatch(bare) else None


@contextmanager
def serving(request_id: str | None) -> Iterator[None]:
    """In this block, and in the tasks and threads begun in it, this request is served."""
    with bound_contextvars(**{NAME: request_id or ""}):
        yield


def current_request_id() -> str | None:
    """The request that is served here; None outside of any."""
    return get_contextvars().get(NAME) or None
