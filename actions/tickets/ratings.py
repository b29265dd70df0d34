"""Ratings: what contacts think of how they were served, each ticket once."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from actions.tickets.errors import NotAllowed
from actions.tickets.events import sendable
from actions.tickets.tables import ratings
from actions.tickets.ticket import Ticket, number_of, row_id_of

WORST, BEST = 1, 5
COMMENT_CHARACTERS = 500  # one line


@dataclass(frozen=True, slots=True)
class Rating:
    """One ticket's rating, 1 to 5, and what was said with it."""

    ticket: str
    score: int
    comment: str = field(repr=False)
    at: datetime


def rate(
    connection: Connection, ticket: Ticket, score: int, *, comment: str = "", now: datetime
) -> bool:
    """Keeps the rating of a closed ticket; False if it was rated before. Raises NotAllowed."""
    if not ticket.is_over:
        raise NotAllowed(f"{ticket.number} is not closed yet, so it cannot be rated.")
    if not WORST <= score <= BEST:
        raise NotAllowed(f"{score} is no rating; give {WORST} to {BEST}.")
    row = {
        "ticket_id": row_id_of(ticket.number),
        "score": score,
        "comment": one_line(comment),
        "at": now,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(ratings).values(row))
    except IntegrityError:  # the key is the ticket
        return False
    return True


def add_comment(connection: Connection, ticket: Ticket, comment: str) -> bool:
    """Adds the line to a rating that has none yet; False if there is no such rating."""
    where = ratings.c.ticket_id == row_id_of(ticket.number), ratings.c.comment == ""
    done = connection.execute(update(ratings).where(*where).values(comment=one_line(comment)))
    return bool(done.rowcount)


def rating_of(connection: Connection, ticket: Ticket) -> Rating | None:
    """The ticket's rating, if it was given."""
    query = select(ratings).where(ratings.c.ticket_id == row_id_of(ticket.number))
    row = connection.execute(query).one_or_none()
    return None if row is None else rating_from(row)


def rating_from(row: Row[Any]) -> Rating:
    """The rating that a row holds."""
    return Rating(number_of(row.ticket_id), row.score, row.comment, row.at)


def one_line(text: str) -> str:
    """The text in one line, cut to what is kept."""
    return sendable(" ".join(text.split()))[:COMMENT_CHARACTERS]
