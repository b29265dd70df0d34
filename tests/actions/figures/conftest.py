"""A few days of a support desk, written straight into its tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import Engine, insert

from actions.conversations import ArticleLink, Message, Reply, Turn
from actions.database import engine, metadata
from actions.handoffs.tables import handoffs as handoff_rows
from actions.tickets.tables import ratings
from actions.tickets.ticket import row_id_of
from tests.actions.tickets.requests import request_for


@dataclass
class Days:
    """Says what happened when."""

    database: Engine
    conversations: object
    tickets: object
    count: int = 0

    def asks(
        self,
        at: datetime,
        decision: str,
        topic: str = "returns",
        text: str = "eh?",
        article: str = "",
    ) -> str:
        self.count += 1
        talk = self.conversations.create(locale="es", site="demo", page=None, context=None, now=at)
        asked = self.conversations.receive(
            talk.id, client_message_id=f"m{self.count}", text=text, now=at
        ).message
        turn = Turn(
            act="ask",
            act_confidence=0.9,
            topic=topic,
            topic_confidence=0.8,
            out_of_scope=0.0,
            language="es",
            decision=decision,
        )
        self.conversations.reply(
            talk.id,
            in_reply_to=[asked.message_id],
            replies=[Reply(message=_answer(article), turn=turn)],
            now=at,
        )
        return talk.id

    def opens(self, at: datetime, conversation_id: str, **fields):
        self.count += 1
        key = f"k{self.count}"
        return self.tickets.open(
            request_for(key, conversation_id=conversation_id, **fields), now=at
        )

    def rates(self, at: datetime, ticket, score: int) -> None:
        row = {"ticket_id": row_id_of(ticket.number), "score": score, "comment": "", "at": at}
        with self.database.begin() as connection:
            connection.execute(insert(ratings).values(row))

    def hands_over(self, at: datetime, conversation_id: str, reason: str) -> None:
        row = {
            "conversation_id": conversation_id,
            "state": "ticketed",
            "reason": reason,
            "team": "care",
            "topic": "returns",
            "language": "es",
            "asked_at": at,
            "queued_at": at,
            "tried": [],
            "missed_by": [],
            "answered_seq": 0,
        }
        with self.database.begin() as connection:
            connection.execute(insert(handoff_rows).values(row))


def _answer(article: str) -> Message:
    if not article:
        return Message(text="ok")
    shown = ArticleLink(id=article, title="It", url="/help", revision="r")
    return Message(kind="answer", text="ok", article=shown)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> Iterator[Engine]:
    """The same figures on both, each time from nothing."""
    name = "database_url" if request.param == "sqlite" else "postgres_url"
    opened = engine(request.getfixturevalue(name))
    with opened.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    yield opened
    opened.dispose()


@pytest.fixture
def days(database, conversations, tickets) -> Days:
    return Days(database, conversations, tickets)
