"""The worker: takes what is due from the outbox and delivers it."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from actions.logs import logger, told
from actions.request_id import serving
from actions.rounds import make_rounds
from actions.tickets.delivery import Claim
from actions.tickets.desk import Desk
from actions.tickets.errors import Unsendable
from actions.tickets.failure import kind_of
from actions.tickets.helpdesk import HelpDesk
from actions.tickets.outbox import Outbox
from actions.tickets.retry import JITTER, Outcome, judge
from actions.tickets.webhook import TIMEOUT_SECONDS, send, signed_request

log = logger("worker")

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
        attempted: Callable[[str], None] = lambda _state: None,
        number_in: Callable[[str, str], str | None] = lambda _helpdesk, _delivery: None,
    ) -> None:
        """`number_in`: (help desk, delivery) → what that help desk calls the ticket, if known."""
        self._outbox = outbox
        self._helpdesks = {helpdesk.name: helpdesk for helpdesk in desk.helpdesks}
        self._secret_of = secret_of
        self._client = client
        self._clock = clock
        self._jitter = jitter
        self._timeout = timeout
        self._attempted = attempted
        self._number_in = number_in
        self._busy: Counter[str] = Counter()
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Delivers until `stop` is set, then finishes what is under way."""
        await make_rounds(stop, self.start_due, every=WAKE_UP_SECONDS, log=log)
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
        with serving(claim.request_id):
            task = asyncio.create_task(self._deliver(claim))
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._ended(done, claim))

    def _ended(self, task: asyncio.Task[None], claim: Claim) -> None:
        self._busy[claim.helpdesk] -= 1
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # Not recorded: the lease ends, and the delivery is attempted again.
            log.error(
                "An attempt was not recorded.",
                delivery_id=claim.delivery_id,
                exception=told(error),
            )

    async def _deliver(self, claim: Claim) -> None:
        headers: dict[str, str] = {}
        try:
            helpdesk = self._known(claim.helpdesk)
            number = await asyncio.to_thread(self._number_in, helpdesk.name, claim.delivery_id)
            request = signed_request(
                url=helpdesk.url,
                webhook_id=claim.delivery_id,
                body=helpdesk.addressed(claim.body, number),
                secret=self._secret_of(helpdesk.secret),
                now=self._clock(),
                request_id=claim.request_id,
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
        self._attempted(judgement.state)
        known: dict[str, Any] = {
            "delivery_id": claim.delivery_id,
            "helpdesk": claim.helpdesk,
            "try": claim.tries,
        }
        if judgement.state == "dead":
            way_out = f"primera deliveries replay {claim.delivery_id}"
            log.error("delivery given up", **known, reason=_reason(outcome), way_out=way_out)
        else:
            log.info("delivery attempted", **known, status=outcome.status, state=judgement.state)

    def _known(self, name: str) -> HelpDesk:
        if name not in self._helpdesks:
            raise Unsendable(f"Help desk {name!r} is not in actions/desk.yml. Add it, then replay.")
        return self._helpdesks[name]


def _reason(outcome: Outcome) -> str:
    # The whole error is for support leads: it may name an address with a key in it.
    return f"status {outcome.status}" if outcome.status else kind_of(outcome.error or "")
