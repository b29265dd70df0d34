"""People: finds a person by who they are to a site, by a ticket or by a conversation."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, and_, or_, select

from actions.contact import Contact
from actions.conversations.contacts import contact_of
from actions.conversations.tables import conversations, messages, visitors
from actions.database import reading
from actions.people.person import Person, Talk
from actions.tickets import Rating, Ticket, UnknownTicket
from actions.tickets.ratings import rating_from
from actions.tickets.rows import ticket_from, ticket_of
from actions.tickets.tables import ratings, tickets
from actions.tickets.ticket import row_id_of


class UnknownPerson(Exception):
    """Nothing is kept of whoever is named."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Nothing is known of {name!r}. Give a ticket's number, a conversation's id, or who "
            "somebody is to a site (the `sub` of its tokens) with --site."
        )


class People:
    """Reads only; a person is put together anew each time, so there is nothing to merge wrongly."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def visitor(self, external_id: str, *, site: str) -> Person:
        """Who a site has vouched for under this id; raises UnknownPerson."""
        with reading(self._engine) as connection:
            return _visitor(connection, external_id, site)

    def behind(self, name: str) -> Person:
        """Whose ticket or conversation that is; raises UnknownPerson."""
        with reading(self._engine) as connection:
            conversation_id, external_id = _named(connection, name)
            site = _site(connection, conversation_id)
            if external_id is not None and site is not None:
                return _visitor(connection, external_id, site)
            return _one_conversation(connection, conversation_id, site, name)


def _named(connection: Connection, name: str) -> tuple[str, str | None]:
    """The conversation of a name, and who the site says it is with."""
    try:
        ticket = ticket_of(connection, name)
    except UnknownTicket:
        query = select(visitors.c.external_id).where(
            visitors.c.conversation_id == name, visitors.c.vouched
        )
        return name, connection.execute(query).scalar_one_or_none()
    return ticket.conversation_id, ticket.contact.external_id


def _visitor(connection: Connection, external_id: str, site: str) -> Person:
    theirs = (
        select(visitors.c.conversation_id)
        .join(conversations, conversations.c.id == visitors.c.conversation_id)
        .where(
            visitors.c.external_id == external_id,
            visitors.c.vouched,
            conversations.c.site == site,
        )
    )
    known = list(connection.execute(theirs).scalars())
    # A ticket stays theirs after they have signed out; the rest of that conversation does not.
    opened = (
        select(tickets)
        .join(conversations, conversations.c.id == tickets.c.conversation_id)
        .where(
            conversations.c.site == site,
            or_(
                tickets.c.external_id == external_id,
                tickets.c.conversation_id.in_(known) & tickets.c.external_id.is_(None),
            ),
        )
        .order_by(tickets.c.id)
    )
    found = [ticket_from(row) for row in connection.execute(opened)]
    if not known and not found:
        raise UnknownPerson(external_id)
    contact = found[-1].contact if found else _told_by_the_site(connection, known)
    return _person(connection, known, found, site=site, external_id=external_id, contact=contact)


def _one_conversation(
    connection: Connection, conversation_id: str, site: str | None, name: str
) -> Person:
    query = (
        select(tickets).where(tickets.c.conversation_id == conversation_id).order_by(tickets.c.id)
    )
    found = [ticket_from(row) for row in connection.execute(query)]
    if site is None and not found:
        raise UnknownPerson(name)
    contact = contact_of(connection, conversation_id)
    return _person(
        connection, [conversation_id], found, site=site or "", external_id=None, contact=contact
    )


def _person(
    connection: Connection,
    conversation_ids: Sequence[str],
    found: Sequence[Ticket],
    *,
    site: str,
    external_id: str | None,
    contact: Contact | None,
) -> Person:
    return Person(
        site=site,
        external_id=external_id,
        contact=contact,
        talks=tuple(_talks(connection, conversation_ids)),
        tickets=tuple(found),
        ratings=tuple(_ratings(connection, found)),
    )


def _site(connection: Connection, conversation_id: str) -> str | None:
    query = select(conversations.c.site).where(conversations.c.id == conversation_id)
    return connection.execute(query).scalar_one_or_none()


def _told_by_the_site(connection: Connection, conversation_ids: Sequence[str]) -> Contact | None:
    query = (
        select(visitors)
        .where(visitors.c.conversation_id.in_(conversation_ids))
        .order_by(visitors.c.until.desc())
        .limit(1)
    )
    row: Any = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Contact(row.name, row.email, row.phone, verified=True, external_id=row.external_id)


def _talks(connection: Connection, conversation_ids: Sequence[str]) -> list[Talk]:
    last = and_(
        messages.c.conversation_id == conversations.c.id, messages.c.seq == conversations.c.last_seq
    )
    query = (
        select(conversations, messages.c.created_at.label("last_at"))
        .outerjoin(messages, last)
        .where(conversations.c.id.in_(conversation_ids))
        .order_by(conversations.c.created_at)
    )
    return [
        Talk(
            id=row.id,
            site=row.site,
            language=row.locale,
            began_at=row.created_at,
            last_at=row.last_at,
            messages=row.last_seq,
        )
        for row in connection.execute(query)
    ]


def _ratings(connection: Connection, found: Sequence[Ticket]) -> list[Rating]:
    ids = [row_id_of(ticket.number) for ticket in found]
    query = select(ratings).where(ratings.c.ticket_id.in_(ids)).order_by(ratings.c.at)
    return [rating_from(row) for row in connection.execute(query)]
