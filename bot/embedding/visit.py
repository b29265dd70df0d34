"""A visitor of the page at the gateway: what a browser would ask for, and what is wrong with it."""

import time
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from bot.doctor import Finding
from bot.embedding.page import Page, origin_of
from bot.embedding.sharing import ALLOW_ORIGIN, HEADERS, Preflight, preflight_refusal, refusal


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds."""

    answer: float = 15.0
    # The first bytes of a stream leave with its headers; the chat itself gives up after 20 s.
    first_event: float = 6.0


class Visit:
    """A visitor of the page at the gateway; their conversation is deleted at the end."""

    def __init__(self, client: httpx.Client, page: Page, base: str, patience: Patience) -> None:
        self._client = client
        self._base = base
        self._patience = patience
        self._page = page
        self._opened: dict[str, str] = {}
        self.origin = origin_of(base)

    @property
    def is_open(self) -> bool:
        """Whether a conversation has begun."""
        return bool(self._opened)

    @property
    def _asks_as(self) -> dict[str, str]:
        return {"origin": self._page.origin}

    def _refusal(self, answer: httpx.Response) -> str | None:
        if self._page.origin == self.origin:
            return None
        return refusal(answer.headers.get_list(ALLOW_ORIGIN), self._page.origin)

    def loads(self, script: str) -> Finding:
        """The script, which a browser loads by the rules of CORS."""
        answer = self._client.get(script, headers=self._asks_as)
        kind = answer.headers.get("content-type", "")
        if answer.status_code != 200 or "javascript" not in kind:
            return Finding(
                "File",
                False,
                f"{script} is answered with {answer.status_code}, {kind or 'no type'}, in place of "
                "a script: is the address right, and does the proxy pass /widget/ on?",
            )
        if refused := self._refusal(answer):
            return Finding("File (CORS)", False, refused)
        coded = answer.headers.get("content-encoding", "uncompressed")
        return Finding("File", True, f"{script}, {coded}")

    def asks_before(self) -> Finding:
        """OPTIONS, which browsers send before a request of another origin."""
        asked = {
            "access-control-request-method": "POST",
            "access-control-request-headers": ",".join(HEADERS),
        }
        answer = self._client.options(
            urljoin(self._base, "/v1/conversations"), headers=self._asks_as | asked
        )
        if self._page.origin == self.origin:
            return Finding("Sharing (CORS)", True, "the page and the gateway are one origin")
        told = Preflight(
            answer.status_code,
            answer.headers.get_list(ALLOW_ORIGIN),
            answer.headers.get("access-control-allow-methods", ""),
            answer.headers.get("access-control-allow-headers", ""),
        )
        refused = preflight_refusal(told, self._page.origin)
        return Finding("Sharing (CORS)", not refused, refused or f"{self._page.origin} may ask")

    def starts(self, site: str | None) -> Finding:
        """A conversation."""
        answer = self._client.post(
            urljoin(self._base, "/v1/conversations"),
            json={"site": site} if site else {},
            headers=self._asks_as,
        )
        refused = self._refusal(answer)
        if answer.status_code == 201 and self._keeps(answer) and not refused:
            return Finding("Conversation", True, "begins, and is deleted at the end of this check")
        if answer.status_code == 422:
            return Finding(
                "Conversation",
                False,
                f"the gateway has no site {site!r}: see `sites` in bot/settings.yml",
            )
        if answer.status_code == 201 and refused:
            return Finding("Conversation (CORS)", False, refused)
        return Finding(
            "Conversation",
            False,
            f"the gateway answers {answer.status_code} in place of 201: `primera doctor` on its "
            "machine says what is wrong, if the proxy passes /v1/ on",
        )

    def _keeps(self, answer: httpx.Response) -> bool:
        try:
            told = answer.json()
            self._opened = {"id": told["conversation_id"], "token": told["token"]}
        except (ValueError, KeyError, TypeError):
            return False
        return True

    def streams(self) -> Finding:
        """Events, which have to come when they happen."""
        begun = time.monotonic()
        wait = httpx.Timeout(self._patience.answer, read=self._patience.first_event)
        headers = {"accept": "text/event-stream", **self._asks_as, **self._authorized}
        address = urljoin(self._base, f"/v1/conversations/{self._opened['id']}/events")
        try:
            with self._client.stream("GET", address, headers=headers, timeout=wait) as answer:
                return self._read(answer, begun)
        except httpx.ReadTimeout:
            return Finding(
                "Events (buffering)",
                False,
                f"nothing of the stream came within {self._patience.first_event:g} s: a proxy "
                "holds it back until it is long, and customers get replies late. For /v1/ switch "
                "buffering off (nginx: proxy_buffering off;)",
            )

    def _read(self, answer: httpx.Response, begun: float) -> Finding:
        kind = answer.headers.get("content-type", "")
        if answer.status_code != 200 or not kind.startswith("text/event-stream"):
            return Finding(
                "Events",
                False,
                f"the stream is answered with {answer.status_code}, {kind or 'no type'}: let it "
                "through as it is",
            )
        if refused := self._refusal(answer):
            return Finding("Events (CORS)", False, refused)
        if coding := answer.headers.get("content-encoding"):
            return Finding(
                "Events (buffering)",
                False,
                f"the stream is compressed ({coding}) on its way, which holds events back: leave "
                "text/event-stream out of the proxy's compression",
            )
        for _ in answer.iter_raw():
            return Finding("Events", True, f"the first came after {time.monotonic() - begun:.1f} s")
        return Finding("Events", False, "the stream ends before its first event: let it stay open")

    @property
    def _authorized(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._opened['token']}"}

    def ends(self) -> None:
        """Leaves no conversation behind, as far as that can be had."""
        if not self._opened:
            return
        address = urljoin(self._base, f"/v1/conversations/{self._opened['id']}")
        try:
            self._client.delete(address, headers=self._authorized)
        except httpx.HTTPError:
            pass  # retention takes it
