"""Private links: whoever has a ticket's link sees how it stands and may reply to it."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field, replace
from typing import Self

from sqlalchemy import Connection, select, update

from actions.tickets.rows import ticket_from, ticket_of
from actions.tickets.tables import tickets
from actions.tickets.ticket import Ticket, row_id_of
from actions.workspace import Workspace

SECRET = "ticket_links"
STATUS_PATH = "/v1/status/{token}"
RECEIPT_PATH = "/v1/status/{token}/receipt"
SURVEY_PATH = "/v1/survey/{token}"


@dataclass(frozen=True, slots=True)
class Links:
    """Makes a company's links; `base` is where the world reaches the gateway, if that is known.

    A token is 256 bits of HMAC over the ticket's random id: only who has the key can make one, and
    it is the same whenever it is told. The database has its hash alone, which finds the ticket.
    """

    key: str = field(repr=False)
    base: str = ""

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """A workspace's."""
        return cls(workspace.secret(SECRET), workspace.settings.gateway.public_url or "")

    def token(self, ticket: Ticket) -> str | None:
        """The token of the ticket's link; None if it has none."""
        if ticket.link_generation is None:
            return None
        told = f"ticket link {ticket.link_generation} {ticket.public_id}"
        code = hmac.digest(self.key.encode(), told.encode(), "sha256")
        return base64.urlsafe_b64encode(code).decode().rstrip("=")

    def url(self, ticket: Ticket, path: str = STATUS_PATH) -> str | None:
        """The address of the ticket's page; without a known base it begins with a slash."""
        token = self.token(ticket)
        return None if token is None else self.base + path.format(token=token)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def ticket_behind(connection: Connection, token: str) -> Ticket | None:
    """The ticket whose link has this token; found by the hash, so its time tells nothing."""
    query = select(tickets).where(tickets.c.link_hash == hash_of(token))
    row = connection.execute(query).one_or_none()
    return None if row is None else ticket_from(row)


def linked(connection: Connection, ticket: Ticket, links: Links) -> Ticket:
    """The ticket with a link, in the caller's transaction; one that it has stays."""
    return ticket if ticket.link_generation is not None else _write(connection, ticket, links, 0)


def relinked(connection: Connection, number: str, links: Links) -> Ticket:
    """The ticket with a new link: the one from before opens nothing any more."""
    ticket = ticket_of(connection, number, lock=True)
    generation = 0 if ticket.link_generation is None else ticket.link_generation + 1
    return _write(connection, ticket, links, generation)


def _write(connection: Connection, ticket: Ticket, links: Links, generation: int) -> Ticket:
    ticket = replace(ticket, link_generation=generation)
    values = {"link_generation": generation, "link_hash": hash_of(links.token(ticket) or "")}
    where = tickets.c.id == row_id_of(ticket.number)
    connection.execute(update(tickets).where(where).values(values))
    return ticket
