"""Tells Primera that something has happened to a ticket; what it was, Primera asks itself."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from actions.bridges.helpdesk import HelpDesk, HelpdeskError
from actions.bridges.memory import Memory
from actions.bridges.webhook import signed

log = logging.getLogger("primera.bridge")

SECONDS = 10.0


class Hints:
    """Without an address nothing is sent, and Primera looks every minute all the same."""

    def __init__(
        self, client: httpx.AsyncClient, memory: Memory, *, url: str | None, secret: str
    ) -> None:
        self._client = client
        self._memory = memory
        self._url = url
        self._secret = secret

    async def send(self, helpdesk_id: str) -> None:
        """That the ticket has changed; one that fails is caught up by Primera's own look."""
        public_id = self._memory.public_id_of(helpdesk_id)
        if self._url is None or public_id is None:
            return
        data = {"ticket": {"public_id": public_id}}
        body, headers = signed("ticket.changed", data, self._secret, now=datetime.now(UTC))
        try:
            answer = await self._client.post(
                self._url, content=body, headers=headers, timeout=SECONDS
            )
        except httpx.HTTPError as error:
            log.warning("Primera was not told (%s); it looks by itself.", type(error).__name__)
            return
        if not answer.is_success:
            log.warning("Primera refused to be told (%s).", answer.status_code)

    async def watch(self, helpdesk: HelpDesk, *, every: Callable[[], float]) -> None:
        """Sends a hint for each ticket that changes, until cancelled."""
        while True:
            try:
                for helpdesk_id in await helpdesk.changed():
                    await self.send(helpdesk_id)
            except HelpdeskError as error:
                log.warning("%s", error)
            await asyncio.sleep(every())
