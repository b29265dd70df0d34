"""Known visitors and erasing, in a running Primera with its real Rasa."""

import json
import time

import httpx
import jwt
import pytest

from tests.actions.privacy.planted import files_with, rows_with
from tests.conversations.contact import ContactSide
from tests.conversations.dialogue import is_response
from tests.system.test_help_desk import until

pytestmark = pytest.mark.rasa

UNCOVERED = {"es": "¿tenéis tarjeta de puntos?", "en": "is there a loyalty card with points?"}
YES = {"es": "Sí, envíalo", "en": "Yes, send it"}
ANOTHER = {"es": "Es otra cosa", "en": "It's another thing"}
CANARY = "canariozul"


@pytest.fixture
def token(running):
    """Signs for the demo site, with the secret that this Primera made for itself."""
    secret = json.loads((running.home / "secrets.json").read_text())["visitors_demo"]

    def make(sub, **told):
        now = int(time.time())
        told = {"aud": "demo", "sub": sub, "iat": now, "exp": now + 600} | told
        return jwt.encode(told, secret, algorithm="HS256", headers={"kid": "demo"})

    return make


def path(contact):
    return f"/v1/conversations/{contact.conversation_id}"


def call(contact, method, place="", **body):
    return contact._client.request(method, path(contact) + place, **body)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_known_visitor_is_not_asked_who_they_are_until_they_sign_out(running, token, language):
    who = f"u-17-{language}"
    ana = token(who, name="Ana López", email="ana.lopez@ejemplo.es")
    with ContactSide(running.base_url, language) as contact:
        assert call(contact, "PUT", "/visitor", json={"visitor_jwt": ana}).status_code == 204
        asked = contact.says(UNCOVERED[language])
        assert is_response(asked[-1]["text"], "utter_form_confirmed", language)
        assert "ana.lopez@ejemplo.es" in asked[-1]["text"]
        assert contact.presses(YES[language])[-1]["kind"] == "ticket"
        told = until(contact.deliveries)[0]["payload"]["data"]["ticket"]["contact"]
        assert told == {
            "name": "Ana López",
            "email": "ana.lopez@ejemplo.es",
            "phone": None,
            "verified": True,
            "external_id": who,
        }
        assert call(contact, "DELETE", "/visitor").status_code == 204
        contact.says(UNCOVERED[language])
        again = contact.presses(ANOTHER[language])
        assert is_response(again[-1]["text"], "utter_form_contact", language)


def test_who_signs_out_inside_the_form_is_forgotten_there(running, token):
    ana = token("u-18", name="Ana López", email="ana.lopez@ejemplo.es")
    with ContactSide(running.base_url, "en") as contact:
        call(contact, "PUT", "/visitor", json={"visitor_jwt": ana})
        contact.says(UNCOVERED["en"])
        call(contact, "DELETE", "/visitor")
        replies = contact.says("my e-mail is tom@example.com")
        assert all("Ana" not in reply["text"] for reply in replies)
        contact.says("Tom Baker")
        contact.presses(YES["en"])
        [delivery] = until(contact.deliveries)
        told = delivery["payload"]["data"]["ticket"]["contact"]
        assert (told["name"], told["email"]) == ("Tom Baker", "tom@example.com")
        assert (told["verified"], told["external_id"]) == (False, None)


def test_erased_in_the_middle_of_turns_nothing_is_left_anywhere(running):
    conversations = []
    for delay in (0.0, 0.01, 0.03, 0.06, 0.1, 0.5):  # before, in and after the turn
        with ContactSide(running.base_url, "es") as contact:
            conversations.append(contact.conversation_id)
            contact.says(f"¿tenéis tarjeta de puntos para {CANARY}?")
            contact.sends(f"{CANARY}@ejemplo.es")
            time.sleep(delay)
            assert call(contact, "DELETE").status_code == 204
            assert call(contact, "GET", "/messages").status_code == 404
    time.sleep(1.0)
    assert rows_with(running.home, CANARY) == []
    assert files_with(running.home, CANARY) == []
    for conversation in conversations:
        [row] = rows_with(running.home, conversation)
        assert row.startswith("erased_conversations:")


def test_an_erased_ticket_is_empty_and_the_help_desk_is_told(running):
    with ContactSide(running.base_url, "es") as contact:
        contact.says(UNCOVERED["es"])
        contact.says(f"{CANARY}@ejemplo.es")
        contact.says("Ana López")
        ticket = contact.presses(YES["es"])[-1]["ticket"]["number"]
        assert rows_with(running.home, CANARY)
        assert call(contact, "DELETE").status_code == 204
    assert rows_with(running.home, CANARY) == []
    assert files_with(running.home, CANARY) == []
    told = [row for row in rows_with(running.home, "contact.erased") if ticket in row]
    assert len(told) == 1
    assert httpx.get(f"{running.base_url}/health").status_code == 200
