"""Headers of every response: what a browser may do with it, which sites may read it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from actions.settings import Site

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
# A contact's file: kept by the browser, never shown as a page of ours, whatever is in it.
DOWNLOAD: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'none'; sandbox"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# Conversations are nobody else's: no cache keeps them.
NOT_KEPT: Mapping[str, str] = {"Cache-Control": "no-store"}
# Files keep their names when they change, so that a browser asks again soon.
FRESH_FOR: Mapping[str, str] = {"Cache-Control": "public, max-age=60"}
# The newest widget: shown at once on the next page, too, while a newer one is fetched behind it.
FRESH_BEHIND: Mapping[str, str] = {
    "Cache-Control": "public, max-age=60, stale-while-revalidate=86400"
}
# A released version of the widget: another content has another version.
NEVER_CHANGES: Mapping[str, str] = {"Cache-Control": "public, max-age=31536000, immutable"}

SHARED: Mapping[str, str] = {
    "Access-Control-Expose-Headers": "Retry-After, Preference-Applied, X-Request-ID",
}
PREFLIGHT: Mapping[str, str] = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": (
        "Accept-Language, Authorization, Content-Type, Last-Event-ID, Prefer"
    ),
    "Access-Control-Max-Age": "600",
}


# A browser that has been here over TLS comes by nothing else for a year. For this host alone:
# others of the company's domain may not be ready.
SECURE_ONLY: Mapping[str, str] = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(frozen=True, slots=True)
class Origins:
    """Which pages may read a response: those of the site that it is about, if it is about one."""

    by_site: Mapping[str, Set[str]]

    @classmethod
    def of(cls, sites: Mapping[str, Site]) -> "Origins":
        """As the settings name them."""
        return cls({key: frozenset(site.origins) for key, site in sites.items()})

    def allowed(self, site: str | None) -> Set[str]:
        """The origins of a site; without one, those of all.

        A preflight carries neither token nor body, and a refused token names no conversation:
        what is answered then is the same for everybody.
        """
        if site is not None:
            return self.by_site.get(site, frozenset())
        return frozenset().union(*self.by_site.values())


def secured(public_url: str | None) -> dict[str, str]:
    """The headers that every response has."""
    return {**SECURITY, **(SECURE_ONLY if (public_url or "").startswith("https://") else {})}


def cross_origin(origin: str | None, *, allowed: Set[str]) -> dict[str, str]:
    """What lets a page of an allowed site read the response; near matches are none."""
    if origin is None or origin not in allowed:
        return {"Vary": "Origin"}
    return {"Vary": "Origin", "Access-Control-Allow-Origin": origin, **SHARED}
