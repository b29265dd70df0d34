"""A conversation in which every place that holds words holds one that is found again."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert

from actions.conversations import Button, Message, Reply, Turn
from actions.conversations.tables import dialogue_state, visitors
from actions.tickets import Contact, TranscriptLine
from tests.actions.tickets.requests import request_for

CANARY = "canario"


def planted(number: int) -> str:
    return f"{CANARY}-{number:03d}-{'x' * 40}"


def plant(database, conversations, tickets, *, now, name="c"):
    """The conversation, with a canary in every field that may hold a contact's words."""
    count = iter(range(1000))

    def canary() -> str:
        return planted(next(count))

    conversation = conversations.create(
        locale="es",
        site="demo",
        page={"url": f"https://x.example/{canary()}", "title": canary()},
        context={"plan": canary()},
        now=now,
    )
    for turn in range(20):
        written = conversations.receive(
            conversation.id,
            client_message_id=f"{name}{turn}",
            text=canary() * 8,
            notice=(lambda _: canary()) if turn == 3 else None,
            now=now,
        ).message
        reply = Message(
            text=canary(), html=canary(), buttons=[Button(title=canary(), payload=f"/{canary()}")]
        )
        conversations.reply(
            conversation.id,
            in_reply_to=[written.message_id],
            replies=[Reply(message=reply, turn=_turn(canary()))],
            now=now,
        )
    conversations.save_contact(conversation.id, name=canary(), email=canary(), phone=canary())
    ticket = tickets.open(
        request_for(
            f"{conversation.id}:1",
            conversation_id=conversation.id,
            contact=Contact(canary(), canary(), canary()),
            subject=canary(),
            summary=canary(),
            details={"also_asks": canary()},
            page={"url": canary(), "title": canary()},
            transcript=[TranscriptLine("contact", canary(), now)],
        ),
        now=now,
    )
    state = {
        "conversation_id": conversation.id,
        "message_id": "msg_1",
        "state": json.dumps({"slots": {"name": canary()}}),
        "replies": json.dumps([canary()]),
        "updated_at": now.timestamp(),
    }
    known = {"external_id": canary(), "name": canary(), "email": canary(), "phone": canary()}
    with database.begin() as connection:
        connection.execute(insert(dialogue_state).values(state))
        connection.execute(
            insert(visitors).values(known | {"conversation_id": conversation.id, "until": now})
        )
    return conversation, ticket


def _turn(words: str) -> Turn:
    chances = {"act_confidence": 1.0, "topic_confidence": 1.0, "out_of_scope": 0.0}
    return Turn(act=words, topic="t", language="es", decision="d", **chances)


def rows_with(home: Path, words: str) -> list[str]:
    """table: row, wherever any value of any table holds the words."""
    with closing(sqlite3.connect(home / "primera.db")) as database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return [
            f"{name}: {row}"
            for name in names
            for row in database.execute(f'SELECT * FROM "{name}"')
            if words in str(row)
        ]


def files_with(home: Path, words: str) -> list[str]:
    """Every file whose bytes hold the words, SQLite's free pages and log among them."""
    return [
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]
