"""Letterbox: keeps what is told of a ticket as a letter, in the transaction that tells it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from actions.channels.tables import channel_threads
from actions.conversations.message import Message
from actions.conversations.transcript import is_there
from actions.mail.tables import letters
from actions.progress.progress import Letters, no_letters
from actions.texts import Texts
from actions.tickets import Links, Ticket
from actions.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Letterbox:
    """For contacts who gave an e-mail: the words of the chat, and the ticket's private link."""

    texts: Texts
    links: Links | None = None

    def __call__(
        self, connection: Connection, ticket: Ticket, messages: Sequence[Message], *, now: datetime
    ) -> None:
        """Keeps a letter; none of what the contact wrote, for anybody may own the address."""
        told = [each.text for each in messages if each.sender != "contact" and each.text]
        if not told or not ticket.contact.email:
            return
        if not is_there(connection, ticket.conversation_id):
            return
        if _is_told_in_thread(connection, ticket):
            return
        row = {
            "id": f"let_{secrets.token_hex(16)}",
            "conversation_id": ticket.conversation_id,
            "ticket": ticket.number,
            "to": ticket.contact.email,
            "subject": self._says("utter_mail_ticket_subject", ticket),
            "text": "\n\n".join([*told, self._foot(ticket)]),
            "language": ticket.language,
            "state": "pending",
            "tries": 0,
            "next_attempt_at": now,
            "created_at": now,
        }
        connection.execute(insert(letters).values(row))

    def _foot(self, ticket: Ticket) -> str:
        """Where to answer: the private link, if the world's way to it is known."""
        url = self.links.url(ticket) if self.links and self.links.base else None
        if url is None:
            return self._says("utter_mail_ticket_foot", ticket)
        return self._says("utter_mail_ticket_foot_with_link", ticket, url=url)

    def _says(self, response: str, ticket: Ticket, **values: str) -> str:
        return self.texts.say(response, ticket.language, {"number": ticket.number, **values})


def letters_of(workspace: Workspace) -> Letters:
    """Keeps a workspace's letters; keeps none if its settings name no mail server."""
    if workspace.settings.mail is None:
        return no_letters
    return Letterbox(Texts.of(workspace), Links.of(workspace))


def _is_told_in_thread(connection: Connection, ticket: Ticket) -> bool:
    """Whether the same words go to the same address in the thread of a channel."""
    query = select(channel_threads.c.address).where(
        channel_threads.c.conversation_id == ticket.conversation_id, channel_threads.c.reachable
    )
    addresses = {str(each).lower() for each in connection.execute(query).scalars()}
    return (ticket.contact.email or "").lower() in addresses
