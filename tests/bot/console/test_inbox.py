"""A person of the company helps a contact, who writes in a real chat."""

import re
from datetime import timedelta

import pytest

from actions.tickets import Desk, TicketStore
from tests.actions.tickets.requests import request_for
from tests.bot.console.person import Person, words_of


def says(person: Person, chat, text: str):
    page = person.opens(f"/console/inbox/{chat.id}")
    message_id = re.search(r'name="message_id" value="([^"]+)"', page.text)[1]
    return person.sends(f"/console/inbox/{chat.id}/reply", text=text, message_id=message_id)


def texts_of(chat) -> list[str]:
    return [message["text"] for message in chat.messages()]


def test_a_conversation_is_taken_answered_and_resolved(arrives, chats):
    """A3, C1: whoever asks for a person gets one, with a name, from the list of their team."""
    lucia = arrives("Lucía", "care", role="agent")
    chat = chats()
    assert "Waiting" in words_of(lucia.opens("/console/inbox"))
    taken = lucia.follows(lucia.sends(f"/console/inbox/{chat.id}/take"))
    assert "It is yours; the customer knows." in words_of(taken)
    assert any("Lucía" in text for text in texts_of(chat))
    lucia.follows(says(lucia, chat, "Hello, I am Lucía."))
    assert chat.messages()[-1]["text"] == "Hello, I am Lucía."
    assert chat.messages()[-1]["author"]["name"] == "Lucía"
    lucia.follows(lucia.sends(f"/console/inbox/{chat.id}/resolve"))
    assert "Resolved" in words_of(lucia.opens("/console/inbox?state=ended"))


def test_a_second_click_says_nothing_twice(arrives, chats):
    lucia = arrives("Lucía", "care", role="agent")
    chat = chats()
    lucia.sends(f"/console/inbox/{chat.id}/take")
    for _ in range(2):
        sent = lucia.sends(f"/console/inbox/{chat.id}/reply", text="Once.", message_id="m1")
        assert sent.status_code == 303
    assert texts_of(chat).count("Once.") == 1


def test_of_two_who_take_it_one_has_it_and_the_other_reads_who(arrives, chats):
    lucia = arrives("Lucía", "care", role="agent")
    pol = arrives("Pol", "care", role="agent")
    chat = chats()
    lucia.sends(f"/console/inbox/{chat.id}/take")
    page = pol.follows(pol.sends(f"/console/inbox/{chat.id}/take"))
    assert "Lucía has it." in words_of(page)


def test_what_was_written_is_not_lost_when_it_cannot_be_said(arrives, chats):
    lucia = arrives("Lucía", "care", role="agent")
    chat = chats()
    page = lucia.sends(f"/console/inbox/{chat.id}/reply", text="A long reply", message_id="m1")
    assert page.status_code == 409
    assert "Take it over first." in words_of(page)
    assert "A long reply" in words_of(page)


def test_another_note_under_the_id_of_an_earlier_one_is_not_lost_either(arrives, chats):
    lucia = arrives("Lucía", "care", role="agent")
    chat = chats()
    lucia.sends(f"/console/inbox/{chat.id}/note", note="The first note", note_id="n1")
    page = lucia.sends(f"/console/inbox/{chat.id}/note", note="A longer note", note_id="n1")
    assert page.status_code == 409
    assert "A longer note" in page.text
    assert "The first note" in page.text  # it was kept before, and still is


def test_it_is_passed_to_another_team_and_who_is_not_in_it_sees_it_no_more(arrives, chats):
    lucia = arrives("Lucía", "care", role="agent")
    pol = arrives("Pol", "orders", role="agent")
    chat = chats()
    lucia.sends(f"/console/inbox/{chat.id}/take")
    passed = lucia.sends(f"/console/inbox/{chat.id}/transfer", to="team:orders")
    assert passed.headers["location"] == "/console/inbox"
    assert "It waits for" in words_of(lucia.follows(passed))
    assert lucia.opens(f"/console/inbox/{chat.id}").status_code == 404
    assert pol.opens(f"/console/inbox/{chat.id}").status_code == 200
    assert lucia.sends(f"/console/inbox/{chat.id}/transfer", to="team:care").status_code == 404


@pytest.mark.parametrize("act", ["take", "release", "resolve", "note", "reply", "transfer"])
def test_another_teams_conversation_is_not_there(arrives, chats, act):
    pol = arrives("Pol", "orders", role="agent")
    chat = chats()
    sent = {"text": "x", "message_id": "m", "note": "x", "note_id": "n", "to": "team:orders"}
    answered = pol.sends(f"/console/inbox/{chat.id}/{act}", **sent)
    unknown = pol.sends(f"/console/inbox/nobodys/{act}", **sent)
    assert answered.status_code == unknown.status_code
    assert chat.messages()[-1]["kind"] == "handoff"
    assert pol.opens(f"/console/inbox/{chat.id}").status_code == 404
    assert chat.id not in pol.opens("/console/inbox").text


def test_a_viewer_looks_on(arrives, chats):
    viewer = arrives("Eva", "care", role="viewer")
    chat = chats()
    page = viewer.opens(f"/console/inbox/{chat.id}")
    assert "I've told the team." in words_of(page)
    assert "Take over" not in words_of(page)
    assert viewer.sends(f"/console/inbox/{chat.id}/take").status_code == 403


def test_the_whole_case_stands_beside_it_as_far_as_ones_teams_go(
    arrives, chats, store, database, workspace, clock
):
    """D3, E4: who talks to a contact sees who they are and what else of theirs goes on."""
    lucia, lead = arrives("Lucía", "care", role="agent"), arrives("Ana", role="lead")
    chat = chats()
    tickets = TicketStore(database, Desk.load(workspace.desk_file))
    store.save_contact(chat.id, name="Eva", email="eva@example.com", phone=None)
    for team, subject in (("care", "The lamp is broken"), ("orders", "Where is the parcel")):
        request = request_for(team, conversation_id=chat.id, team=team, subject=subject)
        tickets.open(request, now=clock())
    seen = words_of(lucia.opens(f"/console/inbox/{chat.id}"))
    for told in ("Eva", "eva@example.com", "Asked for a person", "The lamp is broken"):
        assert told in seen
    assert "Where is the parcel" not in seen
    assert "Where is the parcel" in words_of(lead.opens(f"/console/inbox/{chat.id}"))


def test_articles_are_at_hand_in_the_contacts_language(arrives):
    """A3: the same articles as customers read, found by words."""
    lucia = arrives("Lucía", "care", role="agent")
    found = lucia.opens("/console/inbox/articles?q=return&language=en")
    assert found.status_code == 200
    assert "<html" not in found.text
    assert "No article has these words." in words_of(
        lucia.opens("/console/inbox/articles?q=chess&language=en")
    )
    unknown = lucia.opens("/console/inbox/articles?q=x&language=tlh")
    assert "No article has these words." in words_of(unknown)


def test_notes_are_colleagues_alone(arrives, chats):
    lucia = arrives("Lucía", "care", role="agent")
    chat = chats()
    sent = lucia.sends(f"/console/inbox/{chat.id}/note", note="careful", note_id="n1")
    assert "careful" in words_of(lucia.follows(sent))
    assert "careful" not in str(chat.messages())


def test_parts_are_sent_again_only_when_something_has_changed(arrives, chats):
    lucia = arrives("Lucía", "care", role="agent")
    chat = chats()
    for page in ("/console/inbox", f"/console/inbox/{chat.id}"):
        shown = lucia.opens(page).text
        part = re.search(r'hx-get="(/console/inbox/[^"]*seen=\w+)"', shown)[1].replace("&amp;", "&")
        assert lucia.opens(part).status_code == 204
        chat.write("are you there?")
        again = lucia.opens(part)
        assert (page, again.status_code) == (page, 200)
        assert "<html" not in again.text


def test_being_there_is_said_goes_on_with_the_page_and_ends(arrives, accounts, clock):
    lucia = arrives("Lucía", "care", role="agent")

    def is_there() -> bool:
        presence = accounts.presence(lucia.account_id)
        return presence is not None and presence.is_available(clock())

    assert "Take conversations" in words_of(lucia.opens("/console/inbox"))
    lucia.sends("/console/presence/again")
    assert not is_there()
    page = lucia.follows(
        lucia.sends("/console/presence", status="available", here="/console/inbox")
    )
    assert "Stop taking them" in words_of(page)
    assert is_there()
    lucia.sends("/console/presence", status="away", here="/console/inbox")
    lucia.sends("/console/presence/again")
    assert not is_there()


def test_an_open_page_keeps_nobody_signed_in(arrives, clock):
    lucia = arrives("Lucía", "care", role="agent")
    for _ in range(13):
        clock.ahead += timedelta(minutes=10)
        lucia.opens("/console/inbox/list")
    assert lucia.opens("/console/inbox").status_code == 303


def test_what_a_contact_writes_is_text_and_nothing_else(arrives, chats):
    lucia = arrives("Lucía", "care", role="agent")
    chat = chats()
    chat.write('<img src=x onerror="alert(1)">')
    page = lucia.opens(f"/console/inbox/{chat.id}")
    assert "<img" not in page.text
    assert "&lt;img" in page.text
