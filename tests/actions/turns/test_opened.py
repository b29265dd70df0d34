"""A ticket opened in the chat is a letter, too, for whoever left an e-mail."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from actions.database import reading
from actions.mail import Letterbox
from actions.mail.tables import letters
from actions.tickets import Links
from actions.turns import step as frame

CANARY = "the canary sings all night in my new lamp"


@pytest.fixture
def talk(small_bot, monkeypatch):
    letterbox = Letterbox(small_bot.outside.texts, Links("a key", "https://help.example.com"))
    writing = replace(small_bot.outside, letters=letterbox)
    monkeypatch.setattr(frame, "services", lambda: writing)
    return small_bot.talk()


def opens_a_ticket(talk, address):
    talk.says("a person, please", act="person")
    talk.says(CANARY, act="complain")
    kind = "email" if "@" in address else "phone"
    talk.says(address, details={kind: address})
    if kind == "phone":
        talk.presses("Whenever you can")
    talk.says("Eva Luna", details={"name": "Eva Luna"})
    [card] = talk.presses("Yes, send it")
    return card


def letters_of(small_bot):
    with reading(small_bot.outside.tickets._engine) as connection:
        return connection.execute(select(letters)).all()


def test_c2_the_letter_has_number_team_and_time_and_none_of_the_contact_s_words(small_bot, talk):
    """C2, C8: the letter has number, team and time, and none of the contact's words."""
    card = opens_a_ticket(talk, "eva@example.com")
    [letter] = letters_of(small_bot)
    assert letter.to == "eva@example.com"
    number = card["ticket"]["number"]
    assert letter.text.startswith(f"We have received your request {number}, and the Customer care")
    assert "canary" not in letter.text
    assert "Eva" not in letter.text


def test_who_left_a_phone_gets_no_letter(small_bot, talk):
    opens_a_ticket(talk, "+34600123123")
    assert letters_of(small_bot) == []
