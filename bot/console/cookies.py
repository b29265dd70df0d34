"""The cookies of the workbench: no script reads them, no other site has them sent with a form."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.console.addresses import HOME
from bot.console.said import sealed
from bot.console.visit import Reply, Visit

SESSION = "primera_console"
LANGUAGE = "primera_console_language"
SAID = "primera_console_said"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookie:
    """What a browser is to keep; without `seconds`, until it is closed."""

    name: str
    value: str
    seconds: int | None = None

    def header(self, *, secure: bool) -> str:
        """Its Set-Cookie line; Lax, so that a link in a mail finds its reader signed in."""
        parts = [f"{self.name}={self.value}", f"Path={HOME}", "HttpOnly", "SameSite=Lax"]
        if self.seconds is not None:
            parts.append(f"Max-Age={self.seconds}")
        if secure:
            parts.append("Secure")
        return "; ".join(parts)


def cookies_of(visit: Visit, reply: Reply) -> Iterator[Cookie]:
    """What changes in the browser by this reply."""
    kept = visit.asked.cookies
    key = visit.key if reply.key is None else reply.key
    if kept.get(SESSION, "") != key:
        yield Cookie(SESSION, key)
    if reply.said is not None:
        yield Cookie(SAID, sealed(reply.said, key))
    elif SAID in kept and _was_shown(visit, reply):
        yield Cookie(SAID, "", 0)
    if reply.language is not None:
        yield Cookie(LANGUAGE, reply.language, A_YEAR)


def _was_shown(visit: Visit, reply: Reply) -> bool:
    return "Location" not in reply.headers and not visit.asked.by_htmx
