"""With the real Rasa: nothing that is typed commands the bot, sets a slot or fills a template."""

import json
import os
import random

import pytest
from sqlalchemy import text as sql

from actions.database import engine
from bot.gateway.edge import clean_text
from tests.conversations.contact import ContactSide
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
    answer = contact.throws(thrown)
    if not 1 <= len(clean_text(thrown).strip()) <= 4_000:
        assert answer.status_code in (413, 422)
        return []
    assert answer.status_code == 200, f"{thrown[:40]!r}: {answer.status_code}"
    return list(answer.json()["replies"])


def some(texts, share: float) -> list[str]:
    """All of them, or a seeded part."""
    many = max(4, round(len(texts) * share))
    return random.Random(SEED).sample(texts, many) if share < 1 else list(texts)


def keep(proof_share: float, case: str, *, thrown: int, wrong: list[str]) -> None:
    """The figures, where all of it was run."""
    if proof_share == 1:
        Results("gateway").add(f"texts at Rasa: {case}", {"thrown": thrown, "wrong": len(wrong)})


def test_no_text_sets_a_slot(running, proof_share):
    thrown_texts, setting = some(SETTING_SLOTS, proof_share), []
    for thrown in thrown_texts:
        with ContactSide(running.base_url, "en") as contact:
            throw(contact, thrown)
            slots = states(running, contact.conversation_id)["slots"]
        if PLANTED in [str(value) for value in slots.values()]:
            setting.append(thrown)
    keep(proof_share, "slots set", thrown=len(thrown_texts), wrong=setting)
    assert setting == []


def test_a_command_does_what_its_word_does_and_no_more(running, proof_share):
    """The word "stop" ends a form; "/stop" may do that, and nothing that is Rasa's own."""
    thrown_texts, obeyed = some(COMMANDS, proof_share), []
    for thrown in thrown_texts:
        command, word = in_a_form(running, thrown), in_a_form(running, thrown.strip(" /"))
        # A restart, or a new session, would leave no slot.
        if command != word or "language" not in command[1]:
            obeyed.append(thrown)
    keep(proof_share, "commands obeyed", thrown=len(thrown_texts), wrong=obeyed)
    assert obeyed == []


def in_a_form(running, thrown: str) -> tuple[str | None, set[str]]:
    """The active form, and the slots that are set, after the text in the middle of a form."""
    with ContactSide(running.base_url, "en") as contact:
        contact.says("I want to talk to a person")
        contact.says("The monitor from order AU-48213 arrived broken")
        assert states(running, contact.conversation_id)["active_loop"] == FORM
        throw(contact, thrown)
        state = states(running, contact.conversation_id)
    return state["active_loop"], set(state["slots"])


def test_no_template_is_filled_and_whatever_is_thrown_is_answered(running, proof_share):
    thrown_texts, wrong = [*some(TEMPLATES, proof_share), *some(TEXTS, proof_share / 2)], []
    for thrown in thrown_texts:
        with ContactSide(running.base_url, "en") as contact:
            replies = throw(contact, thrown)
        told = json.dumps(replies)
        if any(each in told for each in FILLED) or "notice" in [one["kind"] for one in replies]:
            wrong.append(thrown[:40])
    keep(proof_share, "templates filled", thrown=len(thrown_texts), wrong=wrong)
    assert wrong == []
