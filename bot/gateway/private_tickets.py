"""Tickets as their private links lead to them."""

from datetime import datetime

from actions.progress import Progress
from actions.tickets import Change, Desk, Fields, Links, NotAllowed, Ticket, TicketStore
from bot.gateway.bodies import TicketPage
from bot.gateway.texts import Texts
from bot.gateway.ticket_view import page_of, receipt


class PrivateTickets:
    """Finds tickets by the tokens of their links, and does what their contacts do there."""

    def __init__(
        self,
        tickets: TicketStore,
        progress: Progress,
        *,
        desk: Desk,
        fields: Fields,
        links: Links,
        texts: Texts,
        company: str,
    ) -> None:
        self.tickets = tickets
        self.progress = progress
        self.links = links
        self._desk = desk
        self._fields = fields
        self._texts = texts
        self._company = company

    def page(self, ticket: Ticket) -> TicketPage:
        """The ticket as its page shows it."""
        return page_of(
            ticket,
            self.tickets.timeline(ticket.number),
            self.tickets.rating(ticket.number),
            desk=self._desk,
            fields=self._fields,
            links=self.links,
            texts=self._texts,
        )

    def path(self, ticket: Ticket, path: str) -> str:
        """The address of one of the ticket's pages, on whichever host it is asked for."""
        return path.format(token=self.links.token(ticket))

    def receipt(self, ticket: Ticket) -> str | None:
        """The receipt, if tickets on this topic come with one."""
        if not self._desk.gives_receipt(ticket.topic):
            return None
        return receipt(ticket, company=self._company, desk=self._desk, texts=self._texts)

    def reply(
        self, ticket: Ticket, text: str | None, *, solved: str | None, key: str, now: datetime
    ) -> Ticket:
        """What the contact adds, or says of the end; the ticket that has it then."""
        if text is not None:
            return self.progress.add(ticket.number, text, key=key, said=False, now=now)
        change = Change("agree" if solved == "yes" else "disagree", "contact", key=key)
        try:
            return self.progress.act(ticket.number, change, now=now)
        except NotAllowed:  # it was answered before, here or in the chat
            return self.tickets.get(ticket.number)
