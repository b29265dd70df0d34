"""Whoever leaves a phone chooses when to be called, in the hours of the ticket's team."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.turns import step as frame

MONDAY_MORNING = datetime(2026, 3, 23, 8, 30, tzinfo=UTC)  # 9:30 in Madrid
MATTER = "the lamp in my hall flickers all evening long"


@pytest.fixture
def talk(small_bot, monkeypatch):
    outside = replace(small_bot.outside, now=lambda: MONDAY_MORNING)
    monkeypatch.setattr(frame, "services", lambda: outside)
    begun = small_bot.talk()
    begun.says("a person, please", act="person")
    begun.says(MATTER, act="complain")
    return begun


def titles(replies):
    return [button["title"] for button in replies[-1].get("buttons") or ()]


def leaves_a_phone(talk):
    return talk.says("+34 600 123 123", details={"phone": "+34600123123"})


def test_c7_the_times_are_the_team_s_own_and_none_is_at_once(talk):
    """C7: the times to call are within the team's own hours, and none is at once."""
    assert titles(leaves_a_phone(talk)) == [
        "Mon, Mar 23, 11:00 to 13:00",
        "Mon, Mar 23, 19:00 to 21:00",
        "Tue, Mar 24, 09:00 to 11:00",
        "Tue, Mar 24, 19:00 to 21:00",
        "Wed, Mar 25, 09:00 to 11:00",
        "Wed, Mar 25, 19:00 to 21:00",
        "Whenever you can",
    ]


def test_the_chosen_one_is_in_the_summary_the_ticket_and_what_help_desks_get(talk):
    leaves_a_phone(talk)
    talk.presses("Tue, Mar 24, 09:00 to 11:00")
    [summed_up] = talk.says("Eva Luna", details={"name": "Eva Luna"})
    assert "– Call: Tue, Mar 24, 09:00 to 11:00" in summed_up["text"]
    talk.presses("Yes, send it")
    tickets = talk.outside.tickets
    [ticket] = tickets.for_conversation(talk.conversation_id)
    assert ticket.details["call_time"] == "2026-03-24 09:00-11:00"
    [event] = [json.loads(each.payload)["data"]["ticket"] for each in tickets.deliveries()]
    assert event["details"]["call_time"] == "2026-03-24 09:00-11:00"


@pytest.mark.parametrize(
    ("text", "details", "called"),
    [
        ("on 24 March at 15:30", {"date": "--03-24"}, "2026-03-24 15:00-17:00"),
        ("at 20:00", {}, None),  # three evenings are offered
        ("on 22 March at 11", {"date": "--03-22"}, None),  # nobody is there on a Sunday
        ("at 3 in the morning", {}, None),
    ],
)
def test_a_typed_time_counts_if_it_is_open_and_the_day_is_clear(talk, text, details, called):
    leaves_a_phone(talk)
    talk.says(text, act="smalltalk", act_confidence=0.4, details=details)
    assert talk.slots.get("answers", {}).get("call_time") == called


def test_who_leaves_a_mail_is_not_asked_when_to_be_called(talk):
    talk.says("eva@example.com", details={"email": "eva@example.com"})
    assert talk.slots["requested_slot"] == "name"
