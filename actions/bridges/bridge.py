"""The bridge itself: one ticket for one, whatever happens in between; and what became of it."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from actions.bridges.helpdesk import HelpDesk, HelpdeskError, Ticket, TicketGone, TicketRefused
from actions.bridges.memory import Creation, Memory
from actions.bridges.wording import note_for

log = logging.getLogger("primera.bridge")

# A request that the help desk was still working on when the bridge died has ended by then.
SETTLING_SECONDS = 30.0
# What follows a ticket may arrive before it does.
ARRIVING_SECONDS = 8.0
LOOK_SECONDS = 0.1


class Bridge:
    """Opens tickets; the same ticket again joins the attempt under way or finds its result."""

    def __init__(
        self,
        helpdesk: HelpDesk,
        memory: Memory,
        queues: Mapping[str, str],
        *,
        clock: Callable[[], float],
        arriving: float = ARRIVING_SECONDS,
    ) -> None:
        self._helpdesk = helpdesk
        self._memory = memory
        self._queues = queues
        self._clock = clock
        self._arriving = arriving
        self._under_way: dict[str, asyncio.Task[str]] = {}
        self._one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def open(self, webhook_id: str, event: Mapping[str, Any]) -> None:
        """Returns when the ticket is in the help desk; raises HelpdeskError until then."""
        ticket = event["data"]["ticket"]
        public_id = ticket["public_id"]
        if self._memory.is_done(webhook_id) or self._memory.is_erased(public_id):
            return
        task = self._under_way.get(public_id)
        if task is None:
            task = asyncio.create_task(self._ensured(ticket, event["data"].get("helpdesk") or {}))
            self._under_way[public_id] = task
            task.add_done_callback(lambda _: self._under_way.pop(public_id))
        # Shielded: a sender that hangs up must not leave half an attempt behind.
        helpdesk_id = await asyncio.shield(task)
        self._memory.done(webhook_id, public_id, helpdesk_id)

    async def follow(self, webhook_id: str, event: Mapping[str, Any]) -> None:
        """Tells the help desk what happened to a ticket that it has; raises HelpdeskError."""
        ticket = event["data"]["ticket"]
        public_id = ticket["public_id"]
        change = event["data"].get("change") or {}
        if self._memory.is_erased(public_id):
            return
        async with self._one_at_a_time[public_id]:
            if self._memory.is_done(webhook_id):
                return
            own = (event["data"].get("helpdesk") or {}).get("name")
            try:
                if own is None or change.get("via") != own:  # else it was done there
                    await self._told(webhook_id, await self._arrived(ticket), event)
            except TicketGone:
                log.warning("%s is in the help desk no more.", ticket["number"])
            if self._is_newest(ticket):
                self._memory.told(public_id, ticket["sequence"], ticket["status"])
            self._memory.followed(webhook_id, public_id)

    async def read(self, ticket: Ticket) -> dict[str, Any] | None:
        """The ticket as the help desk has it; None if it is not there."""
        public_id = ticket["public_id"]
        if self._memory.is_erased(public_id):
            return None
        helpdesk_id = await self._known(ticket)
        try:
            return None if helpdesk_id is None else await self._helpdesk.read(helpdesk_id)
        except TicketGone:
            return None

    async def erase(self, ticket: Ticket) -> None:
        """Returns when the help desk has no such ticket any more, and never will."""
        public_id = ticket["public_id"]
        self._memory.erase(public_id)
        if task := self._under_way.get(public_id):
            await asyncio.wait([task])
        earlier = self._memory.creation(public_id)
        found = earlier.helpdesk_id if earlier else None
        if found is None:
            found = await self._found(ticket, earlier)
        if found is not None:
            await self._helpdesk.delete(found)
        elif earlier and not earlier.ended and self._is_young(earlier):
            raise HelpdeskError("An earlier attempt may still create the ticket; waiting for it.")

    def _is_young(self, creation: Creation) -> bool:
        return self._clock() - creation.begun_at < SETTLING_SECONDS

    async def _ensured(self, ticket: Ticket, own: Mapping[str, Any]) -> str:
        public_id = ticket["public_id"]
        earlier = self._memory.creation(public_id)
        if earlier and earlier.helpdesk_id:
            return earlier.helpdesk_id
        newest = await self._helpdesk.newest()
        found = await self._found(ticket, earlier)
        if found is not None:
            return found
        if earlier and not earlier.ended and self._is_young(earlier):
            raise HelpdeskError("An earlier attempt may still succeed; waiting for it.")
        queue = self._queue(ticket["team"], own)
        self._memory.begin(public_id, newest_before=newest, now=self._clock())
        return await self._created({**ticket, "helpdesk": own}, queue)

    async def _created(self, ticket: Ticket, queue: str) -> str:
        public_id = ticket["public_id"]
        try:
            created = await self._helpdesk.create(ticket, queue)
        except TicketRefused:
            self._memory.end(public_id)
            raise
        self._memory.end(public_id)
        if created is not None:
            return created
        # A help desk may answer 500 after creating, e.g. when a receiver of its own is down.
        found = await self._found(ticket, self._memory.creation(public_id))
        if found is None:
            raise HelpdeskError("The help desk failed and has no such ticket.")
        return found

    async def _told(self, webhook_id: str, helpdesk_id: str, event: Mapping[str, Any]) -> None:
        ticket, change = event["data"]["ticket"], event["data"].get("change") or {}
        if text := note_for(event):
            await self._helpdesk.note(helpdesk_id, text, mark=webhook_id)
        # What comes late must not undo what came after it, which told where the ticket stands.
        if not self._is_newest(ticket):
            return
        own = event["data"].get("helpdesk") or {}
        if change.get("act") == "transfer":
            await self._helpdesk.move(helpdesk_id, self._queue(ticket["team"], own))
        if ticket["status"] != self._memory.last_told(ticket["public_id"])[1]:
            await self._helpdesk.stand(helpdesk_id, ticket["status"], state=own.get("state"))

    def _is_newest(self, ticket: Ticket) -> bool:
        return int(ticket["sequence"]) > self._memory.last_told(ticket["public_id"])[0]

    async def _arrived(self, ticket: Ticket) -> str:
        """The ticket's id, waited for a little: its own webhook may be under way."""
        deadline = self._clock() + self._arriving
        while (earlier := self._memory.creation(ticket["public_id"])) is None or (
            earlier.helpdesk_id is None
        ):
            if self._clock() >= deadline:
                break
            await asyncio.sleep(LOOK_SECONDS)
        found = await self._known(ticket)
        if found is None:
            raise HelpdeskError("The ticket itself has not arrived yet.")
        return found

    async def _known(self, ticket: Ticket) -> str | None:
        earlier = self._memory.creation(ticket["public_id"])
        if earlier and earlier.helpdesk_id:
            return earlier.helpdesk_id
        found = await self._found(ticket, earlier)
        if found is not None:
            self._memory.found(ticket["public_id"], found, now=self._clock())
        return found

    async def _found(self, ticket: Ticket, earlier: Creation | None) -> str | None:
        return await self._helpdesk.find(ticket, after=earlier.newest_before if earlier else None)

    def _queue(self, team: str, own: Mapping[str, Any]) -> str:
        queue = own.get("queue") or self._queues.get(team)
        if queue is None:
            raise HelpdeskError(
                f"No queue is named for team {team!r}. Add it under `queues` of this help desk in "
                "actions/desk.yml, or to PRIMERA_BRIDGE_QUEUES."
            )
        return str(queue)
