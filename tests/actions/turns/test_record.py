"""What a turn began with can be recorded and had back; the message itself is not recorded twice."""

import json
from datetime import UTC, datetime, timedelta

from actions.answers import Controls, Notice, Pause, Withdrawal
from actions.conversations.message import Message, Reply, Start
from actions.turns.heard import Clause, Detail, Heard
from actions.turns.memory import Memory
from actions.turns.record import (
    before_the_message,
    controls_from,
    heard_from,
    memory_from,
    recorded,
    start_of,
    text_sha256,
)
from tests.actions.turn_record import record

NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
NOTHING = Controls()
CLAUSES = (
    Clause("a", True, "ask", 0.9, {"returns": 0.7}, 0.1),
    Clause("b", False, "ask", 0, {}, 0),
)
HEARD = Heard(
    conversation_id="cnv_1",
    message_id="msg_1",
    text="how do I return AU-48213?",
    act="ask",
    act_confidence=0.0,
    topics={"returns": 0.1 + 0.2},
    details=(Detail("order_number", "AU-48213", "48213"),),
    page={"url": "https://example.com"},
    cuts=(CLAUSES,),
    asks=True,
    leans="perhaps",
)
MEMORY = Memory(language="es", noticed=["a"], details={"date": "2026-03-24"}, tries=2)
EVENTS = [
    {"event": "active_loop", "name": "ticket_form"},
    *({"event": "slot", "name": name, "value": value} for name, value in (("language", "es"),)),
    {"event": "slot", "name": "noticed", "value": ["a"]},
    {"event": "slot", "name": "details", "value": {"date": "2026-03-24"}},
    {"event": "slot", "name": "tries", "value": 2},
    {"event": "user"},
    {"event": "slot", "name": "name", "value": "Ana"},
    {"event": "active_loop", "name": None},
]


def start(controls: Controls = NOTHING) -> Start:
    began = start_of(EVENTS, HEARD, controls, at=NOW)
    return Start.model_validate_json(began.model_dump_json())


def test_what_was_heard_comes_back_as_it_was():
    words = {
        name: getattr(HEARD, name) for name in ("conversation_id", "message_id", "text", "page")
    }
    assert heard_from(start(), **words) == HEARD


def test_what_was_remembered_is_what_it_was_before_the_message():
    assert memory_from(start()) == MEMORY
    assert start().in_form
    assert before_the_message(EVENTS[:1]) == ({}, True)
    assert before_the_message([{"event": "user"}]) == ({}, False)


def test_the_message_and_its_page_are_not_in_the_record():
    written = json.dumps(start().model_dump(mode="json"))
    assert HEARD.text not in written
    assert "example.com" not in written


def test_switches_come_back_but_for_notices_that_were_over():
    over, said = (
        Notice(name, ("returns",), {"es": "…"}, NOW + timedelta(days=days))
        for name, days in (("over", -1), ("said", 1))
    )
    away = (Withdrawal("return-how", "es", "wrong", NOW),)
    pause = Pause("audit", NOW)
    switched = controls_from(start(Controls(away, pause, (over, said))))
    assert switched == Controls(away, pause, (said,))


def test_every_reply_has_the_hash_of_its_text_and_the_first_the_start():
    turn = record()
    replies = [Reply(message=Message(text=text), turn=turn) for text in ("uno", "dos")]
    first, second = recorded(replies, start())
    assert (first.turn.text_sha256, second.turn.text_sha256) == (
        text_sha256("uno"),
        text_sha256("dos"),
    )
    assert first.turn.start == start()
    assert second.turn.start is None
