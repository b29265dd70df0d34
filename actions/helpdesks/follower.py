"""Follower: looks at tickets in two-way help desks and brings back what happened there."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import httpx

from actions.helpdesks.answer import ExternalTicket
from actions.helpdesks.asking import HelpDeskFailed, ask_ticket
from actions.helpdesks.coming_back import acts_between, said
from actions.helpdesks.followed import FollowedTicket, FollowedTickets
from actions.logs import logger
from actions.rounds import make_rounds
from actions.tickets import Change, Desk, HelpDesk, Ticket, TicketError

log = logger("helpdesks")

LOOK_SECONDS = 0.5
# Longer than asking can take, so that only a dead worker loses its lease.
LEASE = timedelta(seconds=60)
AT_A_TIME = 8
SLOWER_AFTER_THE_END = 20
OVER = ("resolved", "closed")

ActOn = Callable[..., Ticket]
"""`act(number, change, now=…)`: changes a ticket and tells its contact."""


class Follower:
    """Several may run at once on the same database."""

    def __init__(
        self,
        followed: FollowedTickets,
        desk: Desk,
        secret_of: Callable[[str], str],
        client: httpx.AsyncClient,
        *,
        get: Callable[[str], Ticket],
        act: ActOn,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._followed = followed
        self._helpdesks: Mapping[str, HelpDesk] = {
            each.name: each for each in desk.helpdesks if each.two_way
        }
        self._secret_of = secret_of
        self._client = client
        self._get = get
        self._act = act
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Looks until `stop` is set."""
        await make_rounds(stop, self.look, every=LOOK_SECONDS, log=log)

    async def look(self) -> int:
        """Looks at what is due, once; at how many tickets."""
        now = self._clock()
        await asyncio.to_thread(self._followed.follow_delivered, now)
        due = await asyncio.to_thread(self._followed.claim_due, now, lease=LEASE, limit=AT_A_TIME)
        await asyncio.gather(*(self._look_at(there) for there in due))
        return len(due)

    async def _look_at(self, there: FollowedTicket) -> None:
        helpdesk, begun = self._helpdesks[there.helpdesk], self._clock()
        try:
            found = await ask_ticket(
                self._client,
                helpdesk,
                self._secret_of(helpdesk.secret),
                number=there.number,
                public_id=there.public_id,
                now=begun,
            )
        except HelpDeskFailed as error:
            log.warning("a ticket cannot be read there", **_of(there), reason=str(error))
            await self._postpone(there, begun, helpdesk.every, gone=there.gone)
            return
        if found is None:
            await self._missing(there, helpdesk, begun)
            return
        try:
            seen = await asyncio.to_thread(self._bring_back, there, helpdesk, found)
        except TicketError as error:  # one ticket must not hold up the others
            log.error("a ticket cannot follow", **_of(there), reason=str(error))
            await self._postpone(there, begun, helpdesk.every, gone=False)
            return
        await asyncio.to_thread(
            self._followed.keep,
            there,
            found,
            seen=seen,
            begun=begun,
            next_look=begun + timedelta(seconds=_wait(helpdesk, found)),
        )

    async def _missing(self, there: FollowedTicket, helpdesk: HelpDesk, begun: datetime) -> None:
        if there.external_ref is None:
            await self._postpone(there, begun, helpdesk.every, gone=False)
            return
        if not there.gone:
            known = {**_of(there), "external_ref": there.external_ref}
            log.error("a ticket was deleted there; its promise runs on", **known)
        await self._postpone(there, begun, helpdesk.every * SLOWER_AFTER_THE_END, gone=True)

    async def _postpone(
        self, there: FollowedTicket, begun: datetime, seconds: float, *, gone: bool
    ) -> None:
        until = begun + timedelta(seconds=seconds)
        await asyncio.to_thread(self._followed.postpone, there, until, begun=begun, gone=gone)

    def _bring_back(
        self, there: FollowedTicket, helpdesk: HelpDesk, found: ExternalTicket
    ) -> frozenset[str]:
        """Does to our ticket what was done there; the ids of the replies brought back by now."""
        ticket = self._get(there.number)
        new = [each for each in found.messages if each.id not in there.seen]
        for message in new:
            ticket = self._done(ticket, said(message, ticket.status, via=there.helpdesk))
        ticket = self._moved(ticket, there, helpdesk, found)
        self._stand(ticket, there, helpdesk, found)
        return there.seen | {each.id for each in new}

    def _moved(
        self, ticket: Ticket, there: FollowedTicket, helpdesk: HelpDesk, found: ExternalTicket
    ) -> Ticket:
        if found.queue is None or there.queue in (None, found.queue):
            return ticket
        team = helpdesk.team_of(found.queue)
        if team is None:
            way_out = "if it is one team's, name it under `queues` in actions/desk.yml"
            log.warning(
                "a ticket was moved to a queue of no one team",
                **_of(there),
                queue=found.queue,
                way_out=way_out,
            )
            return ticket
        if team == ticket.team or ticket.status in ("resolved", "closed"):
            return ticket
        return self._done(ticket, Change("transfer", "agent", team=team, via=there.helpdesk))

    def _stand(
        self, ticket: Ticket, there: FollowedTicket, helpdesk: HelpDesk, found: ExternalTicket
    ) -> None:
        theirs = helpdesk.status_of(found.state, found.status)
        if found.state == there.state and theirs not in OVER:
            return  # no news; a reply to what is over there has opened it here, and it is over
        if theirs is None:
            way_out = "name it under `states` in actions/desk.yml"
            log.warning(
                "a state there is none of ours", **_of(there), state=found.state, way_out=way_out
            )
            return
        if there.state is None and theirs == "open":
            return  # it has only arrived there; somebody may have begun here meanwhile
        for act in acts_between(ticket.status, theirs):
            ticket = self._done(ticket, Change(act, "agent", via=there.helpdesk))

    def _done(self, ticket: Ticket, change: Change) -> Ticket:
        return self._act(ticket.number, change, now=self._clock())


def _wait(helpdesk: HelpDesk, found: ExternalTicket) -> float:
    over = helpdesk.status_of(found.state, found.status) in OVER
    return helpdesk.every * (SLOWER_AFTER_THE_END if over else 1)


def _of(there: FollowedTicket) -> dict[str, str]:
    return {"ticket": there.number, "helpdesk": there.helpdesk}
