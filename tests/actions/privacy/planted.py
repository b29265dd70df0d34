"""A conversation in which every place that holds words holds one that is found again."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert

from actions.conversations import Attachment, Button, Message, Reply, Room, Turn
from actions.conversations.conversation import new_id
from actions.conversations.tables import dialogue_state, visitors
from actions.tickets import Change, Contact, TranscriptLine
from actions.tickets.tables import ratings
from actions.tickets.ticket import row_id_of
from tests.actions.tickets.requests import request_for

CANARY = "canario"


def planted(number: int) -> str:
    return f"{CANARY}-{number:03d}-{'x' * 40}"


Canaries = Callable[[], str]


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
        notice = (lambda _: canary()) if turn == 3 else None
        _talk(conversations, conversation.id, canary, f"{name}{turn}", notice=notice, now=now)
    file = Attachment(new_id("att"), conversation.id, canary(), "text/plain", size=1)
    conversations.keep_attachment(file, Room(1, 1), now=now)
    conversations.save_contact(conversation.id, name=canary(), email=canary(), phone=canary())
    ticket = _open_ticket(tickets, conversation.id, canary, now=now)
    tickets.change(ticket.number, Change("add", "contact", text=canary(), key=f"{name}:1"), now=now)
    tickets.change(ticket.number, Change("reply", "agent", "Leo", canary()), now=now)
    _write_rows(database, conversation.id, ticket.number, canary, now=now)
    return conversation, tickets.get(ticket.number)


def _talk(conversations, conversation_id, canary: Canaries, name, *, notice, now):
    written = conversations.receive(
        conversation_id, client_message_id=name, text=canary() * 8, notice=notice, now=now
    ).message
    reply = Message(
        text=canary(), html=canary(), buttons=[Button(title=canary(), payload=f"/{canary()}")]
    )
    conversations.reply(
        conversation_id,
        in_reply_to=[written.message_id],
        replies=[Reply(message=reply, turn=_turn(canary()))],
        now=now,
    )


def _open_ticket(tickets, conversation_id, canary: Canaries, *, now):
    request = request_for(
        f"{conversation_id}:1",
        conversation_id=conversation_id,
        contact=Contact(canary(), canary(), canary(), external_id=canary()),
        subject=canary(),
        summary=canary(),
        details={"also_asks": canary()},
        page={"url": canary(), "title": canary()},
        transcript=[TranscriptLine("contact", canary(), now)],
    )
    return tickets.open(request, now=now)


def _write_rows(database, conversation_id, number, canary: Canaries, *, now):
    """What other processes write: the dialogue's state, a rating, who the visitor is."""
    state = {
        "conversation_id": conversation_id,
        "message_id": "msg_1",
        "state": json.dumps({"slots": {"name": canary()}}),
        "replies": json.dumps([canary()]),
        "updated_at": now.timestamp(),
    }
    rating = {"ticket_id": row_id_of(number), "score": 1, "comment": canary(), "at": now}
    told = {"external_id": canary(), "name": canary(), "email": canary(), "phone": canary()}
    visitor = told | {"conversation_id": conversation_id, "until": now}
    with database.begin() as connection:
        connection.execute(insert(dialogue_state).values(state))
        connection.execute(insert(ratings).values(rating))
        connection.execute(insert(visitors).values(visitor))


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
