"""The worker: takes what is due from the outbox and delivers it."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy.exc import SQLAlchemyError

from actions.tickets.delivery import Claim
from actions.tickets.desk import Desk
from actions.tickets.errors import Unsendable
from actions.tickets.helpdesk import HelpDesk
from actions.tickets.outbox import Outbox
from actions.tickets.retry import JITTER, Outcome, judge
from actions.tickets.webhook import TIMEOUT_SECONDS, send, signed_request

log = logging.getLogger("primera.worker")

WAKE_UP_SECONDS = 0.5
# Longer than an attempt can take, so that only a dead worker loses its lease.
LEASE = timedelta(seconds=2 * TIMEOUT_SECONDS)
# At a time and per help desk: a slow one holds up only its own.
PER_HELPDESK = 4


class Worker:
    """Delivers events; several may run at once, on the same database."""

    def __init__(
        self,
        outbox: Outbox,
        desk: Desk,
        secret_of: Callable[[str], str],
        client: httpx.AsyncClient,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = lambda: random.uniform(*JITTER),
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._outbox = outbox
        self._helpdesks = {helpdesk.name: helpdesk for helpdesk in desk.helpdesks}
        self._secret_of = secret_of
        self._client = client
        self._clock = clock
        self._jitter = jitter
        self._timeout = timeout
        self._busy: Counter[str] = Counter()
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Delivers until `stop` is set, then finishes what is under way."""
        while not stop.is_set():
            try:
                await self.start_due()
            except SQLAlchemyError as error:
                log.error("The database does not answer (%s); trying again.", type(error).__name__)
            await _set_or_wait(stop, WAKE_UP_SECONDS)
        await self.finish()

    async def deliver_due(self) -> None:
        """Everything due now, once, to its end."""
        while await self.start_due():
            await self.finish()

    async def start_due(self) -> int:
        """Begins what is due, as far as its help desks are not busy; how many were begun."""
        now = self._clock()
        begun = 0
        for helpdesk in await asyncio.to_thread(self._outbox.due_helpdesks, now):
            free = PER_HELPDESK - self._busy[helpdesk]
            if free <= 0:
                continue
            claims = await asyncio.to_thread(
                self._outbox.claim, helpdesk, now=now, until=now + LEASE, limit=free
            )
            for claim in claims:
                self._begin(claim)
            begun += len(claims)
        return begun

    async def finish(self) -> None:
        """Waits for the attempts under way."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    def _begin(self, claim: Claim) -> None:
        self._busy[claim.helpdesk] += 1
        task = asyncio.create_task(self._deliver(claim))
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._ended(done, claim))

    def _ended(self, task: asyncio.Task[None], claim: Claim) -> None:
        self._busy[claim.helpdesk] -= 1
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # Not recorded: the lease ends, and the delivery is attempted again.
            log.error("Delivery %s: %s.", claim.delivery_id, type(error).__name__)

    async def _deliver(self, claim: Claim) -> None:
        headers: dict[str, str] = {}
        try:
            request = signed_request(
                url=self._known(claim.helpdesk).url,
                webhook_id=claim.delivery_id,
                body=claim.body,
                secret=self._secret_of(self._known(claim.helpdesk).secret),
                now=self._clock(),
            )
            headers = request.shown_headers()
            outcome = await send(self._client, request, timeout=self._timeout)
        except Unsendable as error:
            outcome = Outcome(error=str(error), unsendable=True)
        await self._record(claim, outcome, headers)

    async def _record(self, claim: Claim, outcome: Outcome, headers: dict[str, str]) -> None:
        now = self._clock()
        judgement = judge(outcome, tries=claim.tries, now=now, jitter=self._jitter())
        await asyncio.to_thread(
            self._outbox.record, claim, outcome, judgement, headers=headers, now=now
        )
        if judgement.state == "dead":
            log.error(
                "Delivery %s to help desk %s is given up (%s). "
                "`primera deliveries replay %s` sends it again.",
                *(claim.delivery_id, claim.helpdesk, outcome.error, claim.delivery_id),
            )

    def _known(self, name: str) -> HelpDesk:
        if name not in self._helpdesks:
            raise Unsendable(f"Help desk {name!r} is not in actions/desk.yml. Add it, then replay.")
        return self._helpdesks[name]


async def _set_or_wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
