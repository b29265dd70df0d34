"""UnansweredStore: keeps what nobody's article answers, and what became of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from actions.database import reading
from actions.tickets.tables import tickets
from actions.tickets.ticket import number_of
from actions.unanswered.gaps import Why
from actions.unanswered.question import UnansweredQuestion
from actions.unanswered.tables import unanswered_questions as table
from actions.unanswered.thumbs import Thumbs, thumbs

Reason = tuple[Why, str | None]
_open = table.c.closed_at.is_(None) & (table.c.why != "chosen")


class NoSuchQuestion(Exception):
    """A question is named that is not there."""


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What is kept of a gap; the words are redacted."""

    message_id: str
    conversation_id: str
    question: str = field(repr=False)
    language: str
    topic: str
    why: Why
    article: str | None
    asked_at: datetime


class UnansweredStore:
    """Every method is one transaction; what it returns is committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, questions: Iterable[NewQuestion]) -> int:
        """Adds those that are not there yet, and corrects why one is; how many these were."""
        new = {each.message_id: each for each in questions}
        with self._engine.begin() as connection:
            there = _reasons(connection, new)
            for message_id, each in new.items():
                if message_id not in there:
                    row = {name: getattr(each, name) for name in NewQuestion.__slots__}
                    connection.execute(insert(table).values(row))
                elif there[message_id] != (each.why, each.article):
                    same = table.c.message_id == message_id
                    known = {"why": each.why, "article": each.article}
                    connection.execute(update(table).where(same).values(**known))
        return len(new.keys() - there.keys())

    def reasons(self, message_ids: Collection[str]) -> dict[str, Reason]:
        """Of those of the messages that a question is kept of, why, and of which article."""
        with reading(self._engine) as connection:
            return _reasons(connection, message_ids)

    def newest(self) -> datetime | None:
        """When the last one was asked."""
        query = select(func.max(table.c.asked_at))
        with reading(self._engine) as connection:
            newest: datetime | None = connection.execute(query).scalar_one()
        return newest

    def open(self, *, most: int) -> list[UnansweredQuestion]:
        """The newest ones that nobody has closed, oldest first; without those below."""
        return self._read(_open, most=most)

    def waiting(self) -> int:
        """How many those are, all of them."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).where(_open)).scalar_one()

    def chosen(self, *, most: int) -> list[UnansweredQuestion]:
        """The newest ones that contacts found the article of by its title, oldest first."""
        return self._read(table.c.closed_at.is_(None) & (table.c.why == "chosen"), most=most)

    def not_helpful(self, *, most: int) -> list[UnansweredQuestion]:
        """The newest ones whose answer got a thumb down, oldest first."""
        return self._read(table.c.closed_at.is_(None) & (table.c.why == "not_helpful"), most=most)

    def thumbs(self) -> list[Thumbs]:
        """What contacts thought of answers, by article; what is worth a look first."""
        with reading(self._engine) as connection:
            return thumbs(connection)

    def closed(self, *, most: int) -> list[UnansweredQuestion]:
        """The newest ones that somebody has closed, oldest first."""
        return self._read(table.c.closed_at.is_not(None), most=most)

    def close(
        self, ids: Collection[int], *, article: str | None, reason: str, now: datetime
    ) -> None:
        """Takes questions off the list, with the article that answers them from now on, if any."""
        done = {"closed_at": now, "closed_with": article, "closing": reason}
        self._change(ids, done)

    def reopen(self, ids: Collection[int]) -> None:
        """Puts them on the list again."""
        self._change(ids, {"closed_at": None, "closed_with": None, "closing": ""})

    def _change(self, ids: Collection[int], values: Mapping[str, Any]) -> None:
        with self._engine.begin() as connection:
            found = connection.execute(update(table).where(table.c.id.in_(ids)).values(**values))
            if found.rowcount != len(set(ids)):
                raise NoSuchQuestion(
                    "One of these questions is not there any more: its conversation was erased. "
                    "`primera unanswered list` shows those there are."
                )

    def _read(self, where: Any, *, most: int) -> list[UnansweredQuestion]:
        newest_first = select(table).where(where).order_by(table.c.asked_at.desc()).limit(most)
        with reading(self._engine) as connection:
            rows = connection.execute(newest_first).all()[::-1]
            opened = _tickets(connection, rows)
        return [_question(row, opened.get(row.id, ())) for row in rows]


def _reasons(connection: Connection, message_ids: Collection[str]) -> dict[str, Reason]:
    query = select(table.c.message_id, table.c.why, table.c.article).where(
        table.c.message_id.in_(message_ids)
    )
    return {row.message_id: (row.why, row.article) for row in connection.execute(query)}


def _tickets(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, tuple[str, ...]]:
    """Question → the tickets that its conversation has opened since."""
    query = (
        select(table.c.id, tickets.c.id.label("ticket"))
        .join(tickets, tickets.c.conversation_id == table.c.conversation_id)
        .where(table.c.id.in_([row.id for row in rows]), tickets.c.created_at >= table.c.asked_at)
        .order_by(tickets.c.id)
    )
    opened: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(query):
        opened[row.id] = (*opened.get(row.id, ()), number_of(row.ticket))
    return opened


def _question(row: Row[Any], opened: tuple[str, ...]) -> UnansweredQuestion:
    return UnansweredQuestion(**row._mapping, tickets=opened)
