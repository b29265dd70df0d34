"""When a conversation is people's at once, in the bot of a small company."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.accounts import AccountStore
from actions.database import engine
from actions.handoffs import NOBODY, People
from actions.handoffs.handoff import Handoff
from actions.handoffs.request import request_of
from actions.tickets import Protocol
from actions.turns import step as frame
from tests.actions.accounts.conftest import PASSWORD, QUICK

CARE_IS_THERE = People({"care": 0})
NOBODY_IS_THERE = People({})
NIGHT = datetime(2026, 3, 24, 23, tzinfo=UTC)  # a Tuesday, midnight in Madrid
NOON = datetime(2026, 3, 24, 11, tzinfo=UTC)


@pytest.fixture
def with_people(small_bot, monkeypatch):
    """The bot, with these people there, at this time."""

    def at(people, now=NOON, **more):
        outside = replace(small_bot.outside, people=lambda: people, now=lambda: now, **more)
        monkeypatch.setattr(frame, "services", lambda: outside)
        return small_bot

    return at


def told(replies):
    return [(one["kind"], one["text"]) for one in replies]


def test_whoever_asks_for_a_person_who_is_there_is_handed_over_and_asked_nothing(with_people):
    """C1, E6."""
    talk = with_people(CARE_IS_THERE).talk()
    ((kind, text),) = told(talk.says("a person, please", act="person"))
    assert kind == "handoff"
    assert text.startswith("I've told the Customer care team, and your conversation is next.")
    assert "within 2 min" in text
    assert not talk.in_form


def test_who_has_to_wait_is_told_how_many_come_first(with_people):
    """E6: the queue is told as it is."""
    talk = with_people(People({"care": 3})).talk()
    ((_, text),) = told(talk.says("a person, please", act="person"))
    assert "Conversations before yours: 3." in text


def test_whoever_is_upset_is_told_sorry_first(with_people):
    talk = with_people(CARE_IS_THERE).talk()
    said = told(talk.says("this is a disgrace", act="complain"))
    assert [kind for kind, _ in said] == ["text", "handoff"]
    assert said[0][1] == "I understand that you're upset, and I'm sorry."


def test_the_team_of_the_topic_comes_before_the_one_that_covers_it(with_people):
    """E7."""
    talk = with_people(People({"care": 0, "returns": 0})).talk()
    talk.says("How do I return an order?", topic="returns", topic_confidence=0.9)
    ((_, text),) = told(talk.says("a person, please", act="person"))
    assert "the Returns team" in text
    covered = with_people(CARE_IS_THERE).talk()
    covered.says("How do I return an order?", topic="returns", topic_confidence=0.9)
    ((_, text),) = told(covered.says("a person, please", act="person"))
    assert "the Customer care team" in text


def test_a_yes_to_the_offer_of_a_person_leads_to_one(with_people):
    talk = with_people(CARE_IS_THERE).talk()
    talk.says("How do I return an order?")
    talk.presses("Not what I need")
    assert told(talk.says("yes", act="affirm", verbatim=True))[0][0] == "handoff"


def test_in_the_form_a_person_comes_and_the_form_goes_on_afterwards(with_people):
    talk = with_people(NOBODY).talk()
    talk.says("my parcel is broken and I want a new one please now", act="open_ticket")
    asked = talk.slots["requested_slot"]
    with_people(CARE_IS_THERE)
    assert told(talk.says("a person, please", act="person"))[0][0] == "handoff"
    assert talk.in_form
    assert talk.slots["requested_slot"] == asked


def test_whoever_wants_a_ticket_gets_one_though_people_are_there(with_people):
    talk = with_people(CARE_IS_THERE).talk()
    said = told(talk.says("open a ticket, my parcel is broken", act="open_ticket"))
    assert "handoff" not in dict(said)
    assert talk.in_form


def test_for_which_reasons_is_the_desks_to_say(with_people, small_bot, monkeypatch):
    small = with_people(CARE_IS_THERE)
    outside = frame.services()
    wishes = outside.desk.handoff.model_copy(update={"reasons": ("angry",)})
    desk = outside.desk.model_copy(update={"handoff": wishes})
    monkeypatch.setattr(frame, "services", lambda: replace(outside, desk=desk))
    talk = small.talk()
    assert told(talk.says("a person, please", act="person"))[0][0] != "handoff"


def test_out_of_hours_whoever_asks_for_a_person_reads_when_people_are_back(with_people):
    """E6: when somebody is there again, in the contact's words."""
    talk = with_people(NOBODY_IS_THERE, NIGHT).talk()
    text = told(talk.says("a person, please", act="person"))[0][1]
    assert text.startswith(
        "Nobody is there now: the team is back on Wednesday, March 25, 2026 at 9:00"
    )
    assert talk.in_form


def test_in_hours_without_anybody_free_that_is_what_is_said(with_people):
    talk = with_people(NOBODY_IS_THERE, NOON).talk()
    text = told(talk.says("a person, please", act="person"))[0][1]
    assert text.startswith("Nobody is free to talk to you right now")


def test_where_nobody_ever_talks_nothing_of_it_is_said(with_people):
    talk = with_people(NOBODY, NIGHT).talk()
    text = told(talk.says("a person, please", act="person"))[0][1]
    assert text.startswith("Of course, somebody from the team will see to it.")


def test_who_is_there_is_known_from_the_database(small_bot):
    accounts = AccountStore(engine(small_bot.workspace.database_url), QUICK)
    now = datetime.now(UTC)
    account = accounts.add(
        "lucia@aurora.example",
        name="Lucía",
        role="agent",
        teams=["care"],
        password=PASSWORD,
        now=now,
    )
    assert small_bot.outside.people() == NOBODY
    accounts.say_presence(account.id, "available", now=now)
    assert small_bot.outside.people() == CARE_IS_THERE
    accounts.say_presence(account.id, "available", now=now - timedelta(hours=1))
    assert small_bot.outside.people() == NOBODY_IS_THERE


THEFT = Protocol(text={"en": "Call your bank now."}, team="account", priority="urgent")
STOLEN = {"protocol": "theft", "protocol_confidence": 0.99}


def stolen(talk):
    return talk.says("my card was stolen and somebody buys with it", act="complain", alarms=STOLEN)


def test_a_grave_case_is_people_s_at_once_behind_its_text(with_people):
    talk = with_people(CARE_IS_THERE, protocols={"theft": THEFT}).talk()
    said = told(stolen(talk))
    assert said[0] == ("text", "Call your bank now.")
    assert said[1][0] == "handoff"
    assert (talk.in_form, talk.outside.tickets.for_conversation(talk.conversation_id)) == (
        False,
        [],
    )


def test_in_the_middle_of_the_form_it_is_as_well_and_the_form_waits(with_people):
    talk = with_people(CARE_IS_THERE, protocols={"theft": THEFT}).talk()
    talk.says("I want to open a ticket, the lamp flickers all evening", act="open_ticket")
    asked = talk.slots["requested_slot"]
    assert [kind for kind, _ in told(stolen(talk))] == ["text", "handoff"]
    assert (talk.in_form, talk.slots["requested_slot"]) == (True, asked)


def test_where_nobody_is_there_it_is_a_ticket_as_before(with_people):
    talk = with_people(NOBODY_IS_THERE, protocols={"theft": THEFT}).talk()
    said = told(stolen(talk))
    assert said[0] == ("text", "Call your bank now.")
    assert talk.slots["requested_slot"] == "contact"


def test_if_nobody_takes_it_the_ticket_is_the_protocol_s_team_s_and_as_urgent():
    handoff = Handoff(
        *(1, "cnv_1", "waiting", "protocol", "care", "", "en", NOON, NOON),
        protocol="theft",
        ticket_team="account",
        priority="urgent",
    )
    request = request_of(handoff, [], known=None, visitor=None)
    assert (request.team, request.priority, request.reason) == (
        *("account", "urgent", "protocol_theft"),
    )
