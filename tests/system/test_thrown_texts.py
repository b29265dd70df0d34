"""With the real Rasa: nothing that is typed commands the bot, sets a slot or fills a template."""

import json
import os
import random
import uuid

import pytest
from sqlalchemy import text as sql

from actions.database import engine
from bot.gateway.edge import clean_text
from tests.conversations.contact import WAIT_SECONDS, ContactSide
from tests.results import Results
from tests.thrown_texts import COMMANDS, PLANTED, SETTING_SLOTS, TEMPLATES, TEXTS

pytestmark = [pytest.mark.rasa, pytest.mark.prove, pytest.mark.timeout(1800)]

SEED = 6
FORM = "ticket_form"
# What a template would have been filled with.
FILLED = ("1337", os.environ["PATH"], os.environ.get("HOME", "/root"), "<class")


def states(running, conversation_id: str) -> dict:
    """The dialogue state that Rasa has saved."""
    opened = engine(running.database_url)
    query = sql("SELECT state FROM dialogue_state WHERE conversation_id = :id")
    with opened.connect() as connection:
        state = connection.execute(query, {"id": conversation_id}).scalar_one()
    opened.dispose()
    return json.loads(state) if isinstance(state, str) else state


def throw(contact: ContactSide, thrown: str) -> list[dict]:
    """The replies; a text that cannot be one is refused and has none."""
    body = json.dumps({"client_message_id": uuid.uuid4().hex, "text": thrown})
    answer = contact._client.post(
        f"/v1/conversations/{contact.conversation_id}/messages",
        content=body,
        headers={"prefer": f"wait={WAIT_SECONDS}", "content-type": "application/json"},
    )
    if not 1 <= len(clean_text(thrown).strip()) <= 4_000:
        assert answer.status_code in (413, 422)
        return []
    assert answer.status_code == 200, f"{thrown[:40]!r}: {answer.status_code}"
    return list(answer.json()["replies"])


def some(texts, share: float) -> list[str]:
    """All of them, or a seeded part."""
    many = max(4, round(len(texts) * share))
    return random.Random(SEED).sample(texts, many) if share < 1 else list(texts)


def test_no_text_sets_a_slot(running, proof_share):
    for thrown in some(SETTING_SLOTS, proof_share):
        with ContactSide(running.base_url, "en") as contact:
            throw(contact, thrown)
            slots = states(running, contact.conversation_id)["slots"]
        assert PLANTED not in [str(value) for value in slots.values()], thrown


def test_no_text_ends_a_form_or_forgets_what_was_said(running, proof_share):
    for thrown in some(COMMANDS, proof_share):
        with ContactSide(running.base_url, "en") as contact:
            contact.says("I want to talk to a person")
            contact.says("The monitor from order AU-48213 arrived broken")
            before = states(running, contact.conversation_id)
            throw(contact, thrown)
            after = states(running, contact.conversation_id)
        assert before["active_loop"] == FORM
        assert after["active_loop"] == FORM, thrown
        assert after["slots"]["summary"] == before["slots"]["summary"], thrown


def test_no_template_is_filled_and_whatever_is_thrown_is_answered(running, proof_share):
    thrown_texts = [*some(TEMPLATES, proof_share), *some(TEXTS, proof_share / 2)]
    for thrown in thrown_texts:
        with ContactSide(running.base_url, "en") as contact:
            replies = throw(contact, thrown)
            told = json.dumps(replies)
        assert not [each for each in FILLED if each in told], thrown[:40]
        assert "notice" not in [reply["kind"] for reply in replies], thrown[:40]
    if proof_share == 1:
        many = {"thrown": len(thrown_texts) + len(SETTING_SLOTS) + len(COMMANDS)}
        Results("gateway").add("texts at the real Rasa", many | {"obeyed": 0, "slots_set": 0})
