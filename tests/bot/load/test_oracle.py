"""What the database says became of messages: whoever sent them may believe otherwise."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from bot.load.oracle import verdict
from bot.load.visitor import Visitor, client


async def written(url, texts):
    async with client(url) as http:
        visitor = await Visitor.arrive(http, "en")
        return visitor.conversation_id, [await visitor.says(text) for text in texts]


def test_it_tells_what_is_lost_and_what_nobody_sent(served):
    conversation, exchanges = asyncio.run(written(served.url, ["One", "Two"]))
    ids = [(each.conversation_id, each.client_message_id) for each in exchanges]
    all_there = verdict(served.database_url, ids, with_ticket=[])
    assert (all_there.messages, all_there.lost, all_there.doubled) == (2, 0, 0)
    never_kept = verdict(served.database_url, [*ids, (conversation, "other")], with_ticket=[])
    assert (never_kept.lost, never_kept.doubled) == (1, 0)
    not_sent = verdict(served.database_url, ids[:1], with_ticket=[])
    assert (not_sent.lost, not_sent.doubled) == (0, 1)


def test_a_message_without_its_reply_is_lost(served):
    _, exchanges = asyncio.run(written(served.url, ["One"]))
    ids = [(each.conversation_id, each.client_message_id) for each in exchanges]
    with closing(sqlite3.connect(served.home / "primera.db")) as database:
        database.execute("DELETE FROM messages WHERE sender = 'bot'")
        database.commit()
    assert verdict(served.database_url, ids, with_ticket=[]).lost == 1


def test_an_honest_line_is_no_reply(served):
    _, exchanges = asyncio.run(written(served.url, ["One"]))
    ids = [(each.conversation_id, each.client_message_id) for each in exchanges]
    with closing(sqlite3.connect(served.home / "primera.db")) as database:
        database.execute("UPDATE messages SET kind = 'notice' WHERE sender = 'bot'")
        database.commit()
    assert verdict(served.database_url, ids, with_ticket=[]).lost == 1


def test_it_counts_tickets_for_each_conversation(served):
    now = datetime(2026, 3, 2, 12, tzinfo=UTC).isoformat()
    with closing(sqlite3.connect(served.home / "primera.db")) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(tickets)")]
        for number, conversation in enumerate(
            ["cnv_twice", "cnv_twice", "cnv_nobody_asked", "cnv_of_others"]
        ):
            given = {"conversation_id": conversation, "number": f"P-{number}"}
            row = [
                given.get(name, now if name.endswith("_at") else f"{number}") for name in columns
            ]
            marks = ", ".join("?" * len(row))
            database.execute(f"INSERT INTO tickets VALUES ({marks})", row)
        database.commit()
    written_there = [("cnv_nobody_asked", "one")]
    found = verdict(served.database_url, written_there, with_ticket=["cnv_twice", "cnv_none"])
    assert (found.tickets, found.tickets_lost, found.tickets_doubled) == (2, 1, 2)
