"""An agent and a contact talk, and the bot is silent."""

import threading
import time

import pytest

from actions.accounts import AccountStore
from tests.bot.gateway.agents.conftest import ASKS
from tests.bot.gateway.conftest import open_chat

CANARY = "xyzzy"


def next_of(events, name):
    return next(data for event, _, data in events if event == name)


def texts(chat):
    return [(one["sender"], one["text"]) for one in chat.messages()]


def test_who_has_been_handed_over_talks_to_the_person_and_the_bot_is_silent(asking, arrives, rasa):
    """C1, E6: one conversation, in the same place, with a person by name."""
    chat = asking()
    lucia = arrives("Lucía", "care")
    chat.write("my washing machine is dead")
    assert lucia.does(chat, "take").json()["mine"]
    assert lucia.says(chat, "Hello, Lucía here.").status_code == 201
    assert chat.write("thank you")["for_people"]
    again = {"client_message_id": "again", "text": "again"}
    assert [chat.post(again).json()["for_people"] for _ in range(2)] == [True, True]
    last = chat.messages()
    assert [(one["sender"], one.get("author")) for one in last[2:]] == [
        ("contact", None),
        ("system", {"name": "Lucía"}),  # who has it now
        ("agent", {"name": "Lucía"}),
        ("contact", None),
        ("contact", None),
    ]
    assert rasa.messages == [ASKS]


def test_given_back_the_bot_answers_again(asking, arrives, rasa):
    chat, lucia = asking(), arrives("Lucía", "care")
    lucia.does(chat, "take")
    assert lucia.does(chat, "release").json()["state"] == "released"
    assert chat.write("hello", wait=5)["replies"][0]["text"] == "You wrote: hello"


def test_messages_that_were_on_their_way_when_people_came_are_for_them(
    people, arrives, hands_over, rasa
):
    """The next ones are kept while Rasa still deals with the one that hands over."""
    may_answer = threading.Event()

    def slowly(request):
        may_answer.wait(5)
        return hands_over(request)

    rasa.say = slowly
    chat, lucia = open_chat(people[0], locale="en"), arrives("Lucía", "care")
    for text in (ASKS, "one more thing", "and another"):
        chat.write(text)
    may_answer.set()
    chat.until("handoff")
    lucia.does(chat, "take")
    chat.write("hello")
    assert rasa.messages == [ASKS]
    assert [text for sender, text in texts(chat) if sender == "contact"][1:] == [
        "one more thing",
        "and another",
        "hello",
    ]


def test_of_two_the_second_is_told_who_has_it(asking, arrives):
    chat, lucia, pol = asking(), arrives("Lucía", "care"), arrives("Pol", "care")
    lucia.does(chat, "take")
    refused = pol.does(chat, "take")
    assert refused.status_code == 409
    assert refused.json()["taken_by"] == "Lucía"
    assert "Lucía" in refused.json()["detail"]
    assert pol.says(chat, "me too").status_code == 409


def test_the_same_message_again_is_the_first_and_another_under_its_id_is_refused(asking, arrives):
    chat, lucia = asking(), arrives("Lucía", "care")
    lucia.does(chat, "take")
    first, again = lucia.says(chat, "Hello"), lucia.says(chat, "Hello")
    assert first.json() == again.json()
    assert lucia.says(chat, "Something else").status_code == 422
    assert [text for sender, text in texts(chat) if sender == "agent"] == ["Hello"]


def test_the_contact_sees_the_agent_write(asking, arrives):
    chat, lucia = asking(), arrives("Lucía", "care")
    lucia.does(chat, "take")
    events = chat.events(after=99)
    next(events)  # connected
    assert lucia.does(chat, "typing", {"typing": True}).status_code == 204
    assert next_of(events, "typing") == {"typing": True, "author": {"name": "Lucía"}}
    lucia.says(chat, "Hello")
    assert next_of(events, "typing")["typing"] is False


def test_a_contact_who_waits_goes_back_to_the_bot_by_its_button(asking, arrives):
    """D2."""
    chat, lucia = asking(), arrives("Lucía", "care")
    button = chat.messages()[-1]["buttons"][0]["button_id"]
    chat.write("meanwhile: my parcel is late")
    chat.press(button)
    back = "All right, the automated assistant is back. How can I help?"
    assert chat.messages()[-1]["text"] == back
    assert lucia.does(chat, "take").status_code == 409
    assert chat.write("hello", wait=5)["replies"][0]["text"] == "You wrote: hello"


def test_transfers_go_to_teams_and_agents_that_are_there(asking, arrives):
    """E7."""
    chat, lucia, marta = asking(), arrives("Lucía", "care"), arrives("Marta", "orders")
    lucia.does(chat, "take")
    for body, pointer in [
        ({"team": "pirates"}, "/team"),
        ({"account_id": "acc_x"}, "/account_id"),
        ({"account_id": marta.account_id, "team": "care"}, "/team"),
    ]:
        refused = lucia.does(chat, "transfer", body)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == pointer
    assert lucia.does(chat, "transfer", {"account_id": marta.account_id}).status_code == 204
    (case,) = marta.listed("?state=waiting")
    assert (case["team"], case["for_me"]) == ("orders", True)
    assert marta.does(chat, "take").status_code == 200


def test_the_list_is_paged_and_by_state(asking, arrives):
    chats = [asking() for _ in range(3)]
    lucia = arrives("Lucía", "care")
    lucia.does(chats[0], "take")
    first = lucia.asks("GET", "/conversations?limit=2").json()
    rest = lucia.asks("GET", f"/conversations?limit=2&after={first['next']}").json()
    both = [*first["conversations"], *rest["conversations"]]
    assert [one["conversation_id"] for one in both] == [chat.id for chat in chats]
    assert "next" not in rest
    assert [one["agent"] for one in lucia.listed("?state=live")] == ["Lucía"]
    assert len(lucia.listed("?state=waiting&team=care")) == 2
    lucia.does(chats[0], "resolve")
    assert [one["state"] for one in lucia.listed("?state=ended")] == ["resolved"]


def test_a_note_reaches_colleagues_and_nothing_of_the_contacts(asking, arrives):
    chat, lucia, pol = asking(), arrives("Lucía", "care"), arrives("Pol", "care")
    body = {"client_note_id": "n1", "text": f"{CANARY}: difficult customer"}
    assert lucia.does(chat, "notes", body).json() == lucia.does(chat, "notes", body).json()
    (note,) = pol.asks("GET", f"/conversations/{chat.id}/notes").json()["notes"]
    assert (note["author"], note["text"]) == ("Lucía", f"{CANARY}: difficult customer")
    lucia.does(chat, "take")
    lucia.says(chat, "Hello")
    lucia.does(chat, "resolve")
    for path in ("messages", "transcript", "deliveries"):
        answer = chat.http.get(f"{chat.path}/{path}", headers=chat.headers)
        assert answer.status_code == 200
        assert CANARY not in answer.text
    heard = []
    for name, _, data in chat.events():
        heard.append(data)
        if name == "ping":
            break
    assert len(heard) > 3
    assert CANARY not in str(heard)


@pytest.mark.parametrize("act", ["release", "resolve", "typing", "messages"])
def test_what_needs_the_conversation_says_to_take_it_first(asking, arrives, act):
    chat, lucia = asking(), arrives("Lucía", "care")
    bodies = {"typing": {"typing": True}, "messages": {"client_message_id": "a", "text": "x"}}
    refused = lucia.does(chat, act, bodies.get(act))
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/not-taken"


def test_what_is_over_cannot_be_taken(asking, arrives):
    chat, lucia, pol = asking(), arrives("Lucía", "care"), arrives("Pol", "care")
    lucia.does(chat, "take")
    lucia.does(chat, "release")
    assert pol.does(chat, "take").json()["type"] == "/problems/conversation-given-back"


def test_agents_follow_their_teams_conversations_as_they_happen(asking, arrives, people):
    lucia, marta = arrives("Lucía", "care"), arrives("Marta", "orders")
    events, others = lucia.events(), marta.events()
    chat = asking()
    assert next_of(events, "conversation")["state"] == "waiting"
    lucia.does(chat, "take")
    assert next_of(events, "conversation")["mine"]
    chat.write("hello?")
    assert next_of(events, "conversation")["last_seq"] == chat.messages()[-1]["seq"]
    lucia.does(chat, "transfer", {"team": "orders"})
    assert next_of(events, "gone") == {"conversation_id": chat.id}
    assert next_of(others, "conversation")["team"] == "orders"


def test_who_signs_out_is_let_go_from_the_stream(arrives):
    lucia = arrives("Lucía", "care")
    events = lucia.events()
    assert next(events)[0] == "ping"
    lucia.asks("DELETE", "/session")
    assert next_of(events, "bye") == {"retry_ms": 1000}


def test_another_processs_conversations_are_seen_too(asking, arrives, handoffs, clock, database):
    lucia = arrives("Lucía", "care")
    events = lucia.events()
    chat = asking()
    next_of(events, "conversation")
    account = AccountStore(database).colleagues()[0][0]
    handoffs.take(account, chat.id, now=clock())
    assert next_of(events, "conversation")["state"] == "accepted"


def test_a_client_that_waits_for_a_reply_is_not_held_while_people_have_the_conversation(asking):
    chat = asking()
    began = time.monotonic()
    response = chat.post({"client_message_id": "w", "text": "hello?"}, wait=10)
    assert response.status_code == 202
    assert time.monotonic() - began < 5
