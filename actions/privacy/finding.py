"""Finding: every conversation in which somebody is known by an address, a number or an id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, func, or_, select

from actions.channels.tables import channel_threads
from actions.codes.tables import status_codes
from actions.conversations.tables import contacts, conversations, messages, visitors
from actions.database import reading
from actions.mail.tables import letters
from actions.tickets.errors import UnknownTicket
from actions.tickets.rows import ticket_of
from actions.tickets.tables import tickets
from actions.tickets.ticket import number_of

# A person has a few; whoever is written about in more needs another word to look for.
MOST = 200
SHORTEST = 5  # a word as short as a first name is in everybody's conversations


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation, and whether it is theirs or only has the words in it."""

    conversation_id: str
    is_theirs: bool
    began_at: datetime | None
    messages: int
    name: str | None
    tickets: tuple[str, ...]


class Finding:
    """Reads only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, words: str) -> list[Found]:
        """The conversations, newest first; what is only written about comes after what is theirs.

        `words`: an e-mail, a phone, who somebody is to a site, a ticket's number or a
        conversation's id.
        """
        words = words.strip()
        with reading(self._engine) as connection:
            theirs = _theirs(connection, words)
            written = _written(connection, words) - theirs if len(words) >= SHORTEST else set()
            found = [
                *_described(connection, theirs, is_theirs=True),
                *_described(connection, written, is_theirs=False),
            ]
        return sorted(found, key=_newest_of_theirs_first)


def _newest_of_theirs_first(found: Found) -> tuple[bool, float]:
    return not found.is_theirs, -(found.began_at.timestamp() if found.began_at else 0)


def _theirs(connection: Connection, words: str) -> set[str]:
    low = words.lower()
    said, vouched = contacts.c, visitors.c
    given = tickets.c.contact
    queries = (
        select(said.conversation_id).where(_is(said.email, said.phone, text=low)),
        select(vouched.conversation_id).where(
            or_(vouched.external_id == words, _is(vouched.email, vouched.phone, text=low))
        ),
        select(tickets.c.conversation_id).where(
            or_(
                tickets.c.external_id == words,
                _is(given["email"].as_string(), given["phone"].as_string(), text=low),
            )
        ),
        select(letters.c.conversation_id).where(_is(letters.c.to, text=low)),
        select(channel_threads.c.conversation_id).where(_is(channel_threads.c.address, text=low)),
        select(status_codes.c.conversation_id).where(_is(status_codes.c.email, text=low)),
        select(conversations.c.id).where(conversations.c.id == words),
    )
    ids = {each for query in queries for each in connection.execute(query.limit(MOST)).scalars()}
    try:
        ids.add(ticket_of(connection, words).conversation_id)
    except UnknownTicket:
        pass
    return ids


def _written(connection: Connection, words: str) -> set[str]:
    query = (
        select(messages.c.conversation_id)
        .where(func.lower(messages.c.text).contains(words.lower(), autoescape=True))
        .distinct()
        .limit(MOST)
    )
    return set(connection.execute(query).scalars())


def _is(*columns: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return or_(*(func.lower(column) == text for column in columns))


def _described(connection: Connection, ids: Iterable[str], *, is_theirs: bool) -> list[Found]:
    names = sorted(ids)
    known = connection.execute(
        select(conversations.c.id, conversations.c.created_at, conversations.c.last_seq).where(
            conversations.c.id.in_(names)
        )
    )
    began = {row.id: row for row in known}
    known_as = select(contacts.c.conversation_id, contacts.c.name)
    said = {
        row.conversation_id: row.name
        for row in connection.execute(known_as.where(contacts.c.conversation_id.in_(names)))
    }
    opened: dict[str, list[str]] = {}
    rows = select(tickets.c.conversation_id, tickets.c.id).where(
        tickets.c.conversation_id.in_(names)
    )
    for conversation_id, ticket_id in connection.execute(rows.order_by(tickets.c.id)):
        opened.setdefault(conversation_id, []).append(number_of(ticket_id))
    return [
        Found(
            conversation_id=name,
            is_theirs=is_theirs,
            began_at=began[name].created_at,
            messages=began[name].last_seq,
            name=said.get(name),
            tickets=tuple(opened.get(name, ())),
        )
        for name in names
        if name in began
    ]
