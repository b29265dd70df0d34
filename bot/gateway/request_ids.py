"""Each request's id: a declared proxy's own, else a new one."""

from sanic import Request
from structlog.contextvars import bind_contextvars

from actions.request_id import NAME, new_request_id, request_id_in
from bot.gateway.caller import Proxies, is_proxy

HEADER = "X-Request-ID"


def begin_request(request: Request, proxies: Proxies) -> str:
    """The request's id, the same at every call; what is done from here on is done for it."""
    known: str | None = getattr(request.ctx, NAME, None)
    if known is None:
        known = _given(request, proxies) or new_request_id()
        request.ctx.request_id = known
    # A connection's requests share a task, so each puts its own in place of the last one's.
    bind_contextvars(request_id=known)
    return known


def _given(request: Request, proxies: Proxies) -> str | None:
    # From anybody else it could name another's request, or make ours hard to find.
    told = request.headers.get(HEADER.lower(), "")
    return request_id_in(told) if told and is_proxy(request.ip, proxies) else None
