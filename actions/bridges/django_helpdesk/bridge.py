"""The bridge itself: one webhook, one ticket, whatever happens in between."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from actions.bridges.django_helpdesk.form import form_for, reference
from actions.bridges.django_helpdesk.helpdesk import (
    DjangoHelpdesk,
    HelpdeskError,
    Listing,
    TicketRefused,
)
from actions.bridges.django_helpdesk.memory import Creation, Memory

# A request that the help desk was still working on when the bridge died has ended by then.
SETTLING_SECONDS = 30.0
# Looked through for a ticket that we do not remember (our file was lost): a week for most desks.
UNREMEMBERED_TICKETS = 1_000
EVERYTHING = 10**9


class Bridge:
    """Opens tickets; the same ticket again joins the attempt under way or finds its result."""

    def __init__(
        self,
        helpdesk: DjangoHelpdesk,
        memory: Memory,
        queues: Mapping[str, int],
        *,
        clock: Callable[[], float],
    ) -> None:
        self._helpdesk = helpdesk
        self._memory = memory
        self._queues = queues
        self._clock = clock
        self._under_way: dict[str, asyncio.Task[int]] = {}

    async def open(self, webhook_id: str, ticket: Mapping[str, Any]) -> None:
        """Returns when the ticket is in the help desk; raises HelpdeskError until then."""
        public_id = ticket["public_id"]
        if self._memory.is_done(webhook_id) or self._memory.is_erased(public_id):
            return
        task = self._under_way.get(public_id)
        if task is None:
            task = asyncio.create_task(self._ensured(ticket))
            self._under_way[public_id] = task
            task.add_done_callback(lambda _: self._under_way.pop(public_id))
        # Shielded: a sender that hangs up must not leave half an attempt behind.
        helpdesk_id = await asyncio.shield(task)
        self._memory.done(webhook_id, public_id, helpdesk_id)

    async def erase(self, ticket: Mapping[str, Any]) -> None:
        """Returns when the help desk has no such ticket any more, and never will."""
        public_id = ticket["public_id"]
        self._memory.erase(public_id)
        if task := self._under_way.get(public_id):
            await asyncio.wait([task])
        earlier = self._memory.creation(public_id)
        found = earlier.helpdesk_id if earlier else None
        if found is None:
            found = await self._found(ticket, await self._helpdesk.listing(), earlier)
        if found is not None:
            await self._helpdesk.delete(found)
        elif earlier and not earlier.ended and self._is_young(earlier):
            raise HelpdeskError("An earlier attempt may still create the ticket; waiting for it.")

    def _is_young(self, creation: Creation) -> bool:
        return self._clock() - creation.begun_at < SETTLING_SECONDS

    async def _ensured(self, ticket: Mapping[str, Any]) -> int:
        public_id = ticket["public_id"]
        earlier = self._memory.creation(public_id)
        if earlier and earlier.helpdesk_id:
            return earlier.helpdesk_id
        listing = await self._helpdesk.listing()
        found = await self._found(ticket, listing, earlier)
        if found is not None:
            return found
        if earlier and not earlier.ended and self._is_young(earlier):
            raise HelpdeskError("An earlier attempt may still succeed; waiting for it.")
        form = form_for(ticket, self._queue(ticket["team"]))
        self._memory.begin(public_id, newest_before=listing.newest, now=self._clock())
        return await self._created(ticket, form)

    async def _created(self, ticket: Mapping[str, Any], form: Mapping[str, Any]) -> int:
        public_id = ticket["public_id"]
        try:
            created = await self._helpdesk.create(form)
        except TicketRefused:
            self._memory.end(public_id)
            raise
        self._memory.end(public_id)
        if created is not None:
            return created
        # django-helpdesk answers 500 after creating when a receiver of its own is down.
        listing = await self._helpdesk.listing()
        found = await self._found(ticket, listing, self._memory.creation(public_id))
        if found is None:
            raise HelpdeskError("The help desk failed and has no such ticket.")
        return found

    async def _found(
        self, ticket: Mapping[str, Any], listing: Listing, earlier: Creation | None
    ) -> int | None:
        return await self._helpdesk.find(
            reference(ticket),
            listing,
            down_to=earlier.newest_before if earlier else 0,
            at_most=EVERYTHING if earlier else UNREMEMBERED_TICKETS,
        )

    def _queue(self, team: str) -> int:
        if team not in self._queues:
            raise HelpdeskError(
                f"No queue is named for team {team!r}. Add it to PRIMERA_BRIDGE_QUEUES."
            )
        return self._queues[team]
