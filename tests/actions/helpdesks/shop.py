"""A company with one two-way help desk: database, worker and follower, as `actions.worker` runs."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from actions.conversations import ConversationStore
from actions.helpdesks import Callbacks, FollowedTickets, Follower
from actions.helpdesks.tables import external_tickets
from actions.outgoing import OutgoingRules
from actions.progress import Progress
from actions.tickets import Change, Desk, HelpDesk, Ticket, TicketStore
from actions.tickets.outbox import Outbox
from actions.tickets.tables import deliveries
from actions.tickets.webhook import webhook_client
from actions.tickets.worker import Worker
from tests.actions.bridges.events import SECRET
from tests.actions.tickets.requests import request_for

SECONDS = 30.0


@dataclass
class Shop:
    """`ahead` moves its clock, which starts as the real one: signatures hold five minutes."""

    database: Any
    desk: Desk
    helpdesk: HelpDesk
    texts: Any
    ahead: timedelta = field(default_factory=timedelta)

    def __post_init__(self) -> None:
        self.conversations = ConversationStore(self.database)
        self.tickets = TicketStore(self.database, self.desk)
        self.progress = Progress(self.database, self.desk, self.texts)
        self.links = FollowedTickets(self.database, [self.helpdesk.name])

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def open(self, **fields) -> Ticket:
        conversation = self.conversations.create(locale="es", site="demo", now=self.now())
        request = request_for(f"{conversation.id}:1", conversation_id=conversation.id, **fields)
        return self.tickets.open(request, now=self.now())

    def act(self, ticket: Ticket, act: Any, actor: Any = "agent", **fields) -> Ticket:
        return self.progress.act(ticket.number, Change(act, actor, **fields), now=self.now())

    def work(self) -> None:
        """Delivers what is due, and looks at what is due, once."""

        async def both() -> None:
            async with webhook_client(OutgoingRules.of([self.helpdesk.url])) as client:
                outbox = Outbox(self.database)
                worker = Worker(
                    outbox, self.desk, lambda _: SECRET, client, clock=self.now, jitter=lambda: 1.0
                )
                await worker.deliver_due()
                await self.follower(client).look()

        asyncio.run(both())

    def follower(self, client: Any) -> Follower:
        return Follower(
            self.links,
            self.desk,
            lambda _: SECRET,
            client,
            get=self.tickets.get,
            act=self.progress.act,
            clock=self.now,
        )

    def callbacks(self) -> Callbacks:
        return Callbacks(self.database, self.desk, self.links, lambda _: SECRET)

    def look_again(self, ticket: Ticket) -> None:
        """As if the help desk had called."""
        self.links.hint(self.helpdesk.name, ticket.public_id, self.now())
        self.work()

    def until(self, seen: Callable[[], Any]) -> Any:
        """What is seen after as much work as it takes; a retry's wait passes at once."""
        deadline = time.monotonic() + SECONDS
        while not (found := seen()):
            assert time.monotonic() < deadline, f"nothing within {SECONDS:.0f} s"
            self.work()
            self.wait_no_longer()
        return found

    def wait_no_longer(self) -> None:
        """As if the time to the next attempt and the next look had passed."""
        with self.database.begin() as connection:
            pending = update(deliveries).where(deliveries.c.state == "pending")
            connection.execute(pending.values(next_attempt_at=self.now()))
            connection.execute(update(external_tickets).values(look_at=self.now()))

    def delivered(self) -> bool:
        return all(each.state == "delivered" for each in self.tickets.deliveries())

    def link(self, ticket: Ticket) -> Any:
        found = self.links.of_ticket(ticket.number)
        return found[0] if found and found[0].external_ref else None

    def said(self, ticket: Ticket) -> list[str]:
        """What the contact reads in the chat, the people's words alone."""
        return [m.text for m in self.chat(ticket) if m.sender == "agent"]

    def chat(self, ticket: Ticket) -> list[Any]:
        return self.conversations.messages(ticket.conversation_id)

    def status(self, ticket: Ticket) -> str:
        return self.tickets.get(ticket.number).status


def shop_with(database: Any, desk: Desk, texts: Any, url: str, **fields) -> Shop:
    """The demo company whose only help desk listens at `url`."""
    helpdesk = HelpDesk(name="desk", url=url, secret="helpdesk_desk", two_way=True, **fields)
    return Shop(database, desk.model_copy(update={"helpdesks": (helpdesk,)}), helpdesk, texts)
