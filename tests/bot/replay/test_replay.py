"""A turn decided again is the same turn; where it is not, what differs is told."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from actions.answers import ControlsStore, Notice
from actions.conversations import Visitor
from actions.conversations.tables import messages
from actions.conversations.tables import turns as turns_table
from actions.database import engine
from actions.handoffs import People
from actions.turns import step as frame
from bot.replay.errors import NoRule, NothingHeard, NotKept
from bot.replay.past import Past
from bot.replay.replay import ReadAgain, Replayed, replay
from tests.small_company import Bot, Talk, rebuild, write

ASKED = "How do I return an order?"
ASKED_IN = {"en": ASKED, "es": "¿Cómo devuelvo un pedido?"}


def whole_conversation(small: Bot, locale: str = "en") -> Talk:
    """An answer, a rating, suggestions, two questions, a follow-up, a form and its ticket."""
    talk = small.talk(locale)
    talk.says(ASKED_IN[locale])
    talk.presses("No es lo que busco" if locale == "es" else "Not what I need")
    talk.says("no thanks", act="deny")
    talk.says("sending my returned parcel abroad, and what that costs", topics={"returns": 0.4})
    halves = ["How do I return an order", "do you deliver to Portugal"]
    clauses = [clause(text) for text in halves]
    talk.says(" and ".join(halves), clauses={"cuts": [clauses], "asks": True})
    talk.says("and what does it cost?", clauses={"cuts": [], "asks": True, "leans": "clearly"})
    talk.says("I want to complain about a return", act="complain", topic="returns")
    talk.says("AU-48213", details={"order_number": "AU-48213"})
    talk.says("it is tom@example.com", details={"email": "tom@example.com"})
    talk.says("Tom", act="affirm", details={"name": "Tom"})
    talk.says("is there a loyalty card?")
    talk.says("yes", act="affirm", verbatim=True)
    talk.says("where is my request?", act="status")
    talk.says("thanks", act="thank", verbatim=True)
    return talk


def clause(text: str) -> dict[str, Any]:
    sure = {"act": "ask", "act_confidence": 0.95, "topics": {}, "out_of_scope": 0.0}
    return {"text": text, "asks": True, **sure}


def replayed(
    small: Bot, name: str, *, current: bool = False, read_again: ReadAgain | None = None
) -> list[Replayed]:
    database = engine(small.workspace.database_url)
    past = Past.of(small.workspace, database)
    found = [
        replay(turn, past, small.rules, current=current, read_again=read_again)
        for turn in small.outside.conversations.turns(name)
    ]
    database.dispose()
    return found


def controls(small: Bot) -> ControlsStore:
    return ControlsStore(engine(small.workspace.database_url))


def told(found: list[Replayed]) -> set[str]:
    return {change.what for each in found for change in each.changes}


@pytest.mark.parametrize("locale", ["es", "en"])
def test_every_turn_of_a_conversation_is_the_same_again(small_bot, locale):
    talk = whole_conversation(small_bot, locale)
    found = replayed(small_bot, talk.conversation_id)
    assert len(found) == 14
    assert [each.differences for each in found] == [[]] * len(found)
    assert told(found) == set()


def test_a_replay_writes_nothing(small_bot):
    talk = whole_conversation(small_bot)
    file = small_bot.workspace.home / "primera.db"
    before = file.read_bytes()
    replayed(small_bot, talk.conversation_id)
    assert file.read_bytes() == before


def test_one_reply_names_its_turn(small_bot):
    talk = small_bot.talk()
    talk.says("hello", act="greet", verbatim=True)
    (said,) = talk.says(ASKED)
    (found,) = replayed(small_bot, said["message_id"])
    assert [reply.message.text for reply in found.again] == [said["text"]]


def test_after_an_edit_the_old_reply_comes_out_again_and_with_current_the_new_one(small_bot):
    talk = small_bot.talk()
    (said,) = talk.says("tell me about care")
    write(small_bot.workspace.root, "care", "Wipe it with a dry cloth.")
    rebuild(small_bot.workspace.root)
    (then,) = replayed(small_bot, said["message_id"])
    assert then.is_same
    assert told([then]) >= {"the text of care", "the generation of the index"}
    (now,) = replayed(small_bot, said["message_id"], current=True)
    assert [reply.message.text for reply in now.again] == ["Wipe it with a dry cloth."]
    assert {each.what for each in now.differences} == {"revision", "passage", "text", "html"}


def test_a_generation_that_is_gone_is_named_and_the_present_one_still_decides(small_bot):
    talk = small_bot.talk()
    (said,) = talk.says(ASKED)
    old = small_bot.outside.knowledge.generation
    write(small_bot.workspace.root, "care", "Wipe it with a dry cloth.")
    rebuild(small_bot.workspace.root)
    shutil.rmtree(small_bot.workspace.index_root / old)
    with pytest.raises(NotKept, match="--with current"):
        replayed(small_bot, said["message_id"])
    (now,) = replayed(small_bot, said["message_id"], current=True)
    assert now.is_same


def test_what_was_switched_then_counts_and_what_is_switched_now_is_told(small_bot):
    talk = small_bot.talk()
    (said,) = talk.says(ASKED)
    now = datetime.now(UTC)
    controls(small_bot).withdraw("return-how", ["en"], reason="wrong", now=now)
    texts = {"en": "Returns are slow.", "es": "Tardamos."}
    controls(small_bot).notify(Notice("slow", (), texts, now + timedelta(days=1)))
    (then,) = replayed(small_bot, said["message_id"])
    assert then.is_same
    assert told([then]) == {"the withdrawal of return-how", "the notice slow"}
    (again,) = replayed(small_bot, said["message_id"], current=True)
    assert not again.is_same
    controls(small_bot).pause(reason="audit", now=now)
    (paused,) = replayed(small_bot, said["message_id"], current=True)
    assert "the pause" in told([paused])
    assert paused.again[-1].turn.decision != "answer"


def test_a_turn_under_a_notice_is_the_same_after_the_notice_is_over(small_bot):
    texts = {"en": "Returns are slow.", "es": "Tardamos."}
    later = datetime.now(UTC) + timedelta(days=1)
    controls(small_bot).notify(Notice("slow", (), texts, later))
    talk = small_bot.talk()
    said = talk.says(ASKED)
    assert [each["kind"] for each in said] == ["notice", "answer"]
    controls(small_bot).end_notice("slow")
    (found,) = replayed(small_bot, said[1]["message_id"])
    assert found.is_same


def test_an_article_that_has_expired_is_told(small_bot):
    talk = small_bot.talk()
    (said,) = talk.says("tell me about care")
    file = small_bot.workspace.articles / "en" / "care.md"
    over = file.read_text("utf-8").replace(
        "topic: products", "topic: products\nvalid_until: 2020-01-01"
    )
    file.write_text(over, "utf-8")
    rebuild(small_bot.workspace.root)
    (then,) = replayed(small_bot, said["message_id"])
    assert then.is_same
    assert "the dates of care" in told([then])
    (now,) = replayed(small_bot, said["message_id"], current=True)
    assert now.again[-1].turn.decision != "answer"


def test_another_text_in_domain_yml_is_told_and_differs(small_bot):
    talk = small_bot.talk()
    (said,) = talk.says("thanks", act="thank", verbatim=True)
    file = small_bot.workspace.domain_file
    file.write_text(file.read_text("utf-8").replace("You're welcome!", "Any time!"), "utf-8")
    (found,) = replayed(small_bot, said["message_id"])
    assert [each.what for each in found.differences] == ["text"]
    assert "domain.yml, with the fixed texts" in told([found])


def test_a_transcript_that_was_altered_is_noticed(small_bot):
    talk = small_bot.talk()
    (said,) = talk.says(ASKED)
    database = engine(small_bot.workspace.database_url)
    with database.begin() as connection:
        where = messages.c.message_id == said["message_id"]
        connection.execute(update(messages).where(where).values(text="60 days."))
    database.dispose()
    (found,) = replayed(small_bot, said["message_id"])
    assert found.altered == [1]


def test_a_turn_without_a_record_of_what_was_heard_says_so(small_bot):
    talk = small_bot.talk()
    (said,) = talk.says(ASKED)
    (recorded,) = small_bot.outside.conversations.turns(said["message_id"])
    old = recorded.replies[0].turn.model_copy(update={"start": None}).model_dump(mode="json")
    database = engine(small_bot.workspace.database_url)
    with database.begin() as connection:
        connection.execute(update(turns_table).values(turn=old))
    database.dispose()
    with pytest.raises(NothingHeard):
        replayed(small_bot, said["message_id"])


def test_words_that_are_read_otherwise_are_told_and_a_button_is_never_read(small_bot):
    talk = small_bot.talk()
    talk.says(ASKED)
    talk.presses("Yes, that helps")

    def as_a_greeting(heard, turn):
        return replace(heard, act="greet", verbatim=True)

    read, pressed = replayed(small_bot, talk.conversation_id, read_again=as_a_greeting)
    assert told([read]) == {"the act that is understood"}
    assert read.again[0].turn.decision == "greet"
    assert pressed.is_same


def test_an_act_without_a_rule_is_named(small_bot):
    talk = small_bot.talk()
    (said,) = talk.says("hello", act="greet", verbatim=True)
    del small_bot.rules["greet"]
    with pytest.raises(NoRule, match="greet"):
        replayed(small_bot, said["message_id"])


def test_the_record_repeats_neither_the_message_nor_its_page(small_bot):
    talk = small_bot.talk()
    talk.says("my word is xylophone", act="smalltalk", verbatim=True)
    (recorded,) = small_bot.outside.conversations.turns(talk.conversation_id)
    assert "xylophone" not in json.dumps(recorded.replies[0].turn.model_dump(mode="json"))


def test_a_turn_is_replayed_for_whom_the_site_vouched_for_then(small_bot):
    conversations, now = small_bot.outside.conversations, datetime.now(UTC)
    talk = small_bot.talk()
    ana = Visitor("17", now + timedelta(hours=1), name="Ana Ruiz", email="ana@example.com")
    conversations.introduce(talk.conversation_id, ana)
    replies = talk.says("I want to complain about a return", act="complain", topic="returns")
    assert replies
    conversations.forget_visitor(talk.conversation_id)
    assert [each.is_same for each in replayed(small_bot, talk.conversation_id)] == [True]


@pytest.mark.parametrize("people", [People({"care": 2}), People({})])
def test_a_turn_decided_by_who_was_there_is_decided_the_same_without_them(
    small_bot, monkeypatch, people
):
    outside = replace(small_bot.outside, people=lambda: people)
    monkeypatch.setattr(frame, "services", lambda: outside)
    talk = small_bot.talk()
    talk.says("a person, please", act="person")
    (turn,) = replayed(small_bot, talk.conversation_id)
    assert turn.is_same
