"""What a gateway's headers let pages of another origin do (CORS), as a browser reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

ALLOW_ORIGIN = "access-control-allow-origin"
# What the chat sends, and how, beside what every page may.
METHODS = ("PUT", "DELETE")
HEADERS = ("accept-language", "authorization", "content-type", "last-event-id")


@dataclass(frozen=True, slots=True)
class Preflight:
    """The answer to the question before a request: status, and the headers that decide."""

    status: int
    origins: Sequence[str]
    methods: str = ""
    headers: str = ""


def refusal(origins: Sequence[str], origin: str) -> str | None:
    """Why a page of this origin may not read the answer; None: it may."""
    values = [value.strip() for one in origins for value in one.split(",")]
    if len(values) > 1:
        return (
            f"the answer says {ALLOW_ORIGIN} {len(values)} times ({', '.join(values)}), and "
            "browsers refuse that: the gateway sends it already, so take it out of the proxy's "
            "configuration"
        )
    if not values:
        return (
            f"the gateway does not name {origin} as one that may read its answers: add it to "
            "sites.….origins in bot/settings.yml and start anew. If it is there, a proxy removes "
            f"the Origin header or the answer's {ALLOW_ORIGIN}"
        )
    if values[0] not in ("*", origin):
        return (
            f"the answer is for pages of {values[0]}, not of {origin}: a proxy or cache repeats an "
            "answer that was given to another site; it must obey `Vary: Origin`"
        )
    return None


def preflight_refusal(answer: Preflight, origin: str) -> str | None:
    """Why a browser sends no request after this answer; None: it does."""
    if not 200 <= answer.status < 300:
        return (
            f"the question before a request (OPTIONS) is answered with {answer.status}: something "
            "in front of the gateway answers it; let OPTIONS through, without a sign-in"
        )
    if refused := refusal(answer.origins, origin):
        return refused
    lacking = [name for name in METHODS if name not in _values(answer.methods).upper().split()]
    lacking += [name for name in HEADERS if name not in _values(answer.headers).lower().split()]
    if lacking:
        return (
            f"the answer to OPTIONS does not allow {', '.join(lacking)}: something in front of the "
            "gateway answers in its place; let OPTIONS through as it is"
        )
    return None


def _values(header: str) -> str:
    return header.replace(",", " ")
