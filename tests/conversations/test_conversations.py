"""The conversations of this folder, through the gateway, real Rasa and the real actions."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from actions.database import engine
from tests.conversations.contact import ContactSide
from tests.conversations.dialogue import Dialogue, Turn, dialogues, is_response

pytestmark = pytest.mark.rasa


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.name)
def test_conversation(dialogue: Dialogue, running):
    with ContactSide(running.base_url, dialogue.locale) as contact:
        for turn in dialogue.turns:
            replies = replies_to(turn, contact)
            assert_replies(replies, turn, dialogue.locale)
            assert_slots(turn, running.database_url, contact.conversation_id)
        assert_ticket(dialogue.ticket, contact.deliveries())


def replies_to(turn: Turn, contact: ContactSide) -> list[dict[str, Any]]:
    """What comes back when the contact says or presses what is written."""
    if turn.presses:
        return contact.presses(turn.presses)
    if turn.presses_earlier:
        return contact.presses_earlier(turn.presses_earlier)
    assert turn.says is not None
    return contact.says(turn.says)


def assert_replies(replies: list[dict[str, Any]], turn: Turn, language: str) -> None:
    """Kind, article and text of each reply, in order."""
    said = [
        (reply["kind"], (reply.get("article") or {}).get("id"), reply["text"][:90])
        for reply in replies
    ]
    assert len(replies) == len(turn.replies), f"{turn} → {said}"
    for reply, expected in zip(replies, turn.replies, strict=True):
        if "kind" in expected:
            assert reply["kind"] == expected["kind"], said
        if "article" in expected:
            assert reply["article"]["id"] == expected["article"], said
        if "suggests" in expected:
            titles = [button["title"] for button in reply["buttons"]]
            assert expected["suggests"] in titles, titles
        if "response" in expected:
            spoken = expected.get("language", language)
            assert is_response(reply["text"], expected["response"], spoken), said
        if "has" in expected:
            assert expected["has"] in reply["text"], said
        for told in expected.get("tells", ()):
            assert reply["ticket"][told], told


def assert_slots(turn: Turn, database_url: str, conversation_id: str) -> None:
    """What is remembered after the turn, as Rasa saved it."""
    if not turn.slots:
        return
    database = engine(database_url)
    with database.connect() as connection:
        query = text("SELECT state FROM dialogue_state WHERE conversation_id = :id")
        state = json.loads(connection.execute(query, {"id": conversation_id}).scalar_one())
    database.dispose()
    remembered = {name: state["slots"].get(name) for name in turn.slots}
    assert remembered == turn.slots


def assert_ticket(expected: dict[str, Any] | None, deliveries: list[dict[str, Any]]) -> None:
    """One ticket as expected and one event for it, or none at all."""
    created = [each for each in deliveries if each["payload"]["type"] == "ticket.created"]
    if expected is None:
        assert created == []
        return
    assert len(created) == 1
    ticket = created[0]["payload"]["data"]["ticket"]
    found = {name: ticket[name] for name in expected}
    if "contact" in found:  # no site vouches for anybody here
        assert found["contact"].pop("external_id") is None
    assert found == expected
