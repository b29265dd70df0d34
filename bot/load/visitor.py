"""A visitor of a running Primera, through its public API."""

import time
import uuid
from dataclasses import dataclass, field

import httpx

# Longer than any answer takes that is counted as one: what comes later is lost.
WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what came back; `seconds` from when it was due."""

    conversation_id: str
    client_message_id: str
    seconds: float
    kinds: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether the bot replied, with more than the honest line."""
        return bool(set(self.kinds) - {"notice"})


@dataclass(slots=True)
class Visitor:
    """One conversation."""

    http: httpx.AsyncClient
    conversation_id: str
    token: str = field(repr=False)

    @classmethod
    async def arrive(cls, http: httpx.AsyncClient, locale: str) -> "Visitor":
        """Opens a conversation."""
        response = await http.post("/v1/conversations", json={"locale": locale})
        opened = response.raise_for_status().json()
        return cls(http, opened["conversation_id"], opened["token"])

    async def says(self, text: str, *, due: float | None = None) -> Exchange:
        """Sends words and waits for the reply; `due` is on the clock of time.perf_counter."""
        began = time.perf_counter() if due is None else due
        message_id = uuid.uuid4().hex
        kinds = await self._kinds(message_id, text)
        return Exchange(self.conversation_id, message_id, time.perf_counter() - began, kinds)

    async def _kinds(self, message_id: str, text: str) -> tuple[str, ...]:
        headers = {"authorization": f"Bearer {self.token}", "prefer": f"wait={WAIT_SECONDS}"}
        try:
            response = await self.http.post(
                f"/v1/conversations/{self.conversation_id}/messages",
                json={"client_message_id": message_id, "text": text},
                headers=headers,
            )
        except httpx.HTTPError:
            return ()
        if response.status_code != httpx.codes.OK:
            return ()
        return tuple(reply["kind"] for reply in response.json()["replies"])


def client(url: str) -> httpx.AsyncClient:
    """As many connections as there are visitors; no proxy of the machine's."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(
        base_url=url, timeout=WAIT_SECONDS + 10, trust_env=False, limits=limits
    )
