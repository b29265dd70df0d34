import pytest

from actions.request_id import FORM
from bot.gateway.conversations import wait_wished
from bot.gateway.limits import Patience
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.stand_in_rasa import reply, said


def test_a_message_is_answered_within_the_wait(chat):
    answered = chat.write("How do I return an order?", wait=5)
    assert [one["text"] for one in answered["replies"]] == ["You wrote: How do I return an order?"]
    assert answered["replies"][0]["in_reply_to"] == [answered["message_id"]]


def test_without_a_wait_the_message_is_accepted_at_once(chat, rasa):
    rasa.mode = "slow"
    accepted = chat.write("Hello")
    kept = {"message_id": accepted["message_id"], "seq": 1, "for_people": False}
    assert accepted == kept


def test_a_wait_that_passes_without_an_answer_is_accepted(serve, rasa):
    rasa.mode = "slow"
    chat = open_chat(serve(patience=Patience()))
    response = chat.post({"client_message_id": "one", "text": "Hello"}, wait=1)
    assert response.status_code == 202


def test_the_same_message_again_is_the_first_result_and_asks_nobody(chat, rasa):
    body = {"client_message_id": "one", "text": "Where is my parcel?"}
    first = chat.post(body, wait=5)
    again = chat.post(body, wait=5)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert first.json()["replies"]
    # Messages go to Rasa in their order: after this one nothing earlier can come.
    chat.write("Are you there?", wait=5)
    assert rasa.messages == ["Where is my parcel?", "Are you there?"]


def test_the_same_id_for_another_message_is_refused(chat, rasa):
    chat.post({"client_message_id": "one", "text": "Where is my parcel?"}, wait=5)
    other = chat.post({"client_message_id": "one", "text": "Cancel it"})
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/other-message-with-same-id"
    assert [one["text"] for one in chat.messages() if one["sender"] == "contact"] == [
        "Where is my parcel?"
    ]


def test_a_button_sends_its_payload_which_no_response_shows(chat, rasa):
    buttons = [{"title": "Yes", "payload": "/affirm"}]
    rasa.say = lambda request: said(request, reply("Sure?", kind="question", buttons=buttons))
    asked = chat.write("Cancel my order", wait=5)
    button = asked["replies"][0]["buttons"][0]
    pressed = chat.press(button["button_id"], wait=5)
    assert button == {"title": "Yes", "button_id": button["button_id"]}
    assert rasa.messages == ["Cancel my order", "/affirm"]
    assert "/affirm" not in str(pressed) + str(chat.messages())


def test_a_button_of_another_conversation_is_not_offered(chat, http, rasa):
    buttons = [{"title": "Yes", "payload": "/affirm"}]
    rasa.say = lambda request: said(request, reply("Sure?", buttons=buttons))
    button = chat.write("Cancel my order", wait=5)["replies"][0]["buttons"][0]
    stranger = open_chat(http)
    response = stranger.post({"client_message_id": "one", "button_id": button["button_id"]})
    assert response.status_code == 422
    assert response.json()["type"] == "/problems/button-not-offered"


def test_history_starts_after_the_number_asked_for(chat):
    chat.write("One", wait=5)
    chat.write("Two", wait=5)
    assert [message["seq"] for message in chat.messages()] == [1, 2, 3, 4]
    assert [message["seq"] for message in chat.messages(after=2)] == [3, 4]


def test_the_transcript_names_who_said_what_in_the_conversations_language(http, chat):
    chat.write("Hello\nthere", wait=5)
    response = http.get(f"{chat.path}/transcript", headers=chat.headers)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert " · Customer: Hello\nthere\n" in response.text
    assert " · Automated assistant: You wrote: Hello\nthere\n" in response.text


@pytest.mark.parametrize(
    ("opening", "accept_language", "locale"),
    [
        ({"locale": "en"}, "es", "en"),  # said outright
        ({"locale": "es-MX"}, "en", "es"),  # a region of a language we have
        ({"locale": "fr"}, "en;q=0.5, fr", "en"),  # not ours: what the browser prefers
        ({}, "de, en-GB;q=0.8, es;q=0.7", "en"),
        ({}, "de", "es"),  # the workspace's first
    ],
)
def test_a_conversation_speaks_the_nearest_language_we_have(
    shared_http, opening, accept_language, locale
):
    headers = {"Accept-Language": accept_language}
    response = shared_http.post("/v1/conversations", json=opening, headers=headers)
    assert response.json()["locale"] == locale


def test_the_page_and_the_language_go_with_each_message_to_rasa(http, rasa):
    page = {"url": "https://www.shop.example/cart", "title": "Cart"}
    chat = open_chat(http, locale="en", page=page, context={"plan": "gold", "visits": 3})
    kept = chat.write("Hello", wait=5)
    request_id = rasa.asked[0]["metadata"]["request_id"]
    assert FORM.fullmatch(request_id)
    assert rasa.asked[0] == {
        "sender": chat.id,
        "message": "Hello",
        "metadata": {
            "message_id": kept["message_id"],
            "seq": 1,
            "text": "Hello",
            "locale": "en",
            "page": page,
            "request_id": request_id,
        },
    }


def test_a_message_brings_the_language_that_the_page_shows_now(http, chat, rasa):
    chat.write("Hello", wait=5)
    chat.post({"client_message_id": "two", "text": "Hola", "locale": "es-MX"}, wait=5)
    chat.write("Gracias", wait=5)  # a client that does not tell leaves it
    chat.post({"client_message_id": "four", "text": "Salut", "locale": "fr"}, wait=5)
    assert [one["metadata"]["locale"] for one in rasa.asked] == ["en", "es", "es", "es"]
    transcript = http.get(f"{chat.path}/transcript", headers=chat.headers).text
    assert " · Cliente: Hello" in transcript
    wrong = http.get(f"{chat.path}/messages?after=x", headers=chat.headers)
    assert wrong.headers["content-language"] == "es"


def test_a_button_brings_the_pages_language_too(chat, rasa):
    buttons = [{"title": "Yes", "payload": "/affirm"}]
    rasa.say = lambda request: said(request, reply("Sure?", buttons=buttons))
    button = chat.write("Cancel it", wait=5)["replies"][0]["buttons"][0]
    body = {"client_message_id": "two", "button_id": button["button_id"], "locale": "es"}
    assert chat.post(body, wait=5).status_code == 200
    assert rasa.asked[-1]["metadata"]["locale"] == "es"


def test_the_same_message_again_is_the_first_result_in_any_language(chat, rasa):
    body = {"client_message_id": "one", "text": "Hello"}
    first = chat.post(body, wait=5)
    again = chat.post(body | {"locale": "es"}, wait=5)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    chat.write("Are you there?", wait=5)
    assert [one["metadata"]["locale"] for one in rasa.asked] == ["en", "en"]


def test_a_refusal_speaks_the_language_the_message_tells(shared_chat):
    body = {"client_message_id": "one", "button_id": "btn_none", "locale": "es"}
    refused = shared_chat.post(body)
    assert refused.status_code == 422
    assert refused.json()["detail"] == "Ese botón no es de esta conversación."


@pytest.mark.parametrize("locale", ["", "x" * 36, "es\n", 1])
def test_what_cannot_be_a_language_is_refused(shared_chat, locale):
    body = {"client_message_id": "one", "text": "Hello", "locale": locale}
    response = shared_chat.post(body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/locale"


def test_a_site_nobody_configured_is_refused(shared_http):
    response = shared_http.post("/v1/conversations", json={"site": "elsewhere"})
    assert response.status_code == 422
    assert response.json()["errors"] == [{"pointer": "/site", "code": "unknown_site"}]


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("wait=10", 10),
        ("WAIT = 5", 5),
        ("respond-async, wait=7", 7),
        ("wait=3; foo=bar", 3),
        ("wait=999", 30),  # no longer than that
        ("", 0),
        ("wait=-1", 0),
        ("wait=1e3", 0),
        ("await=9", 0),
    ],
)
def test_a_preference_that_cannot_be_read_is_none(prefer, seconds):
    assert wait_wished(prefer, longest=30) == seconds
