"""A secret typed into the chat, through the whole gateway: nothing of ours ever holds it."""

import pytest

from bot.gateway.masking import MASK
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.written_secrets import with_cards, with_passwords, with_references

CARD = "mi tarjeta es 4111 1111 1111 1111"


def bytes_of(home):
    """Every file of the run-time data, the database's log included."""
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_the_contact_is_told_at_once_that_a_secret_was_masked(http, rasa):
    chat = open_chat(http, locale="es")
    answered = chat.write(CARD, wait=5)
    written, notice, reply = chat.messages()
    assert written["text"] == f"mi tarjeta es {MASK}"
    assert (notice["kind"], notice["sender"]) == ("notice", "system")
    assert notice["in_reply_to"] == [written["message_id"]]
    assert "tarjeta" in notice["text"]
    assert rasa.messages == [f"mi tarjeta es {MASK}"]
    assert answered["replies"] == [notice, reply]


def test_in_the_language_that_is_spoken(http):
    chat = open_chat(http, locale="en")
    chat.write("password: hunter2", wait=5)
    assert "password" in chat.messages()[1]["text"]


def test_a_message_with_several_secrets_gets_one_notice(chat):
    chat.write("card 4111111111111111 cvv 123, my PIN is 1234, password: hunter2", wait=5)
    assert [one["kind"] for one in chat.messages()] == ["text", "notice", "text"]


def test_sent_again_with_its_secret_it_is_the_same_message_and_nothing_is_told_twice(chat):
    body = {"client_message_id": "once", "text": CARD}
    first, again = chat.post(body), chat.post(body)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    other = chat.post({"client_message_id": "once", "text": "something else"})
    assert other.status_code == 422
    assert [one["sender"] for one in chat.messages()][:2] == ["contact", "system"]
    assert sum(one["kind"] == "notice" for one in chat.messages()) == 1


def test_a_secret_in_the_page_or_its_facts_is_masked_in_silence(http, rasa):
    page = {
        "url": "https://shop.example/pay?card=4111111111111111",
        "title": "Tarjeta 4111111111111111",
    }
    chat = open_chat(http, locale="es", page=page, context={"cvv": "123", "plan": "pro"})
    chat.write("hola", wait=5)
    page = rasa.asked[0]["metadata"]["page"]
    assert "4111" not in str(page)
    assert page["url"].startswith("https://shop.example/pay?card=")
    assert [one["kind"] for one in chat.messages()] == ["text", "text"]


@pytest.mark.parametrize("down", [False, True], ids=["answered", "Rasa is down"])
def test_no_file_holds_a_secret_whatever_fails(serve, workspace, rasa, caplog, down):
    if down:
        rasa.stop()
    http = serve()
    written = [*with_cards(30, seed=7), *with_passwords(30, seed=7)]
    chats = [open_chat(http, locale="es") for _ in range(6)]
    for number, one in enumerate(written):
        chats[number % 6].write(one.text, wait=0 if down else 5)
    kept = bytes_of(workspace.home) + caplog.text.encode()
    for one in written:
        for secret in one.secrets:
            if len(secret) > 4:  # three digits are in every file
                assert secret.encode() not in kept


def test_orders_and_models_arrive_as_they_were_written(http, rasa):
    written = with_references(30, seed=7)
    chat = open_chat(http, locale="es")
    for text in written:
        chat.write(text, wait=5)
    assert rasa.messages == written
