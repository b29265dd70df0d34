"""What became of the messages, as the database says: not those who sent them, nor who answered."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from actions.database import engine

# One message may get an honest line beside its reply.
NOT_A_REPLY = "notice"

MESSAGES = sa.text(
    "SELECT conversation_id, client_message_id, message_id, sender, kind, text, content"
    " FROM messages"
)
TICKETS = sa.text("SELECT conversation_id FROM tickets")


Said = tuple[str, str]  # kind, text


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many messages and tickets are lost or doubled."""

    messages: int
    lost: int
    doubled: int
    tickets: int
    tickets_lost: int
    tickets_doubled: int


def verdict(
    database_url: str, sent: Iterable[tuple[str, str]], *, with_ticket: Collection[str]
) -> Verdict:
    """Of messages (conversation, client's id), and of conversations that should have a ticket."""
    wanted = set(sent)
    # The database may hold others' conversations, of before or of meanwhile.
    ours = {conversation for conversation, _ in wanted} | set(with_ticket)
    database = engine(database_url)
    try:
        with database.connect() as connection:
            every = connection.execute(MESSAGES).mappings()
            rows = [dict(row) for row in every if row["conversation_id"] in ours]
            tickets = Counter(
                each for each in connection.execute(TICKETS).scalars() if each in ours
            )
    finally:
        database.dispose()
    replies = _replies(rows)
    kept = {
        (row["conversation_id"], row["client_message_id"]): row["message_id"]
        for row in rows
        if row["sender"] == "contact"
    }
    answers = [len(replies[kept[each]]) if each in kept else 0 for each in wanted]
    return Verdict(
        messages=len(wanted),
        lost=answers.count(0),
        doubled=_doubled(replies.values()) + len(kept.keys() - wanted),
        tickets=len(with_ticket),
        tickets_lost=sum(not tickets[each] for each in with_ticket),
        tickets_doubled=sum(
            count - (each in with_ticket) for each, count in tickets.items() if count
        ),
    )


def _replies(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, list[Said]]:
    """Message → kind and text of what the bot said to it."""
    replies: dict[str, list[Said]] = {row["message_id"]: [] for row in rows}
    for row in rows:
        if row["sender"] == "bot" and row["kind"] != NOT_A_REPLY:
            for message_id in _content(row["content"]).get("in_reply_to", ()):
                replies[message_id].append((row["kind"], row["text"]))
    return replies


def _content(stored: Any) -> Mapping[str, Any]:
    # Text in SQLite, an object in PostgreSQL.
    return dict(json.loads(stored)) if isinstance(stored, str) else dict(stored)


def _doubled(replies: Iterable[list[Said]]) -> int:
    return sum(len(said) - len(set(said)) for said in replies)
