"""Headers of every response: what a browser may do with it, which sites may read it."""

from collections.abc import Mapping, Set

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; frame-ancestors 'self'; form-action 'none'"
)
# The help centre runs no script, and sends what is searched for to ourselves.
WITHOUT_SCRIPTS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
        "frame-ancestors 'self'; form-action 'self'"
    )
}
SECURITY: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# Conversations are nobody else's: no cache keeps them.
NOT_KEPT: Mapping[str, str] = {"Cache-Control": "no-store"}
# Files keep their names when they change, so that a browser asks again soon.
FRESH_FOR: Mapping[str, str] = {"Cache-Control": "public, max-age=60"}

SHARED: Mapping[str, str] = {
    "Access-Control-Expose-Headers": "Retry-After, Preference-Applied",
}
PREFLIGHT: Mapping[str, str] = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": (
        "Accept-Language, Authorization, Content-Type, Last-Event-ID, Prefer"
    ),
    "Access-Control-Max-Age": "600",
}


def cross_origin(origin: str | None, *, allowed: Set[str]) -> dict[str, str]:
    """What lets a page of an allowed site read the response; near matches are none."""
    if origin is None or origin not in allowed:
        return {"Vary": "Origin"}
    return {"Vary": "Origin", "Access-Control-Allow-Origin": origin, **SHARED}
