"""Why an attempt got no answer: a kind that anyone may read, then details for support leads."""

from collections.abc import Iterator
from socket import gaierror
from ssl import SSLError

import httpx

from actions.outgoing import NotAllowed

TIMED_OUT = "timed out"
UNNAMED = "failed"

# Looked for from the innermost error outwards.
KINDS: dict[type[BaseException], str] = {
    NotAllowed: "not allowed",
    ConnectionRefusedError: "connection refused",
    gaierror: "host not found",
    SSLError: "no secure connection",
    httpx.ConnectError: "no connection",
    httpx.TransportError: "connection lost",
}


def told(error: Exception) -> str:
    """The kind, and after a colon what the libraries say, e.g. with the host's name."""
    causes = list(_causes(error))
    kinds = (kind for known, kind in KINDS.items() if any(isinstance(c, known) for c in causes))
    return f"{next(kinds, UNNAMED)}: {type(error).__name__}: {error}"


def kind_of(text: str) -> str:
    """The kind alone: what an attempt's error says without naming hosts, files or secrets."""
    kind = text.partition(":")[0]
    return kind if kind in {TIMED_OUT, *KINDS.values()} else UNNAMED


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        # Several addresses were tried: each failed for a reason of its own.
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _causes(one)
        error = error.__cause__ or error.__context__
