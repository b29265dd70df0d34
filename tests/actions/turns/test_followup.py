"""What a message that leans on the question before is shown."""

import pytest

from actions.turns.followup import (
    followed_up,
    in_context,
    is_follow_up,
    is_surely_about_the_last_question,
    may_leave_unsaid,
)
from actions.turns.found import Findings
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from tests.actions.turns.found import answer, nothing, suggestions, titles

ABROAD = answer("delivery-abroad", 0.97)
ASKED = Memory(subject="do you deliver to portugal", topic="delivery")


def says(text="france as well?", leans="clearly", act="ask", confidence=1.0, **heard):
    return Heard("cnv_1", "msg_2", text, act, confidence, leans=leans, **heard)


def test_it_is_searched_after_the_last_question():
    assert in_context(says(), ASKED) == "do you deliver to portugal france as well?"


@pytest.mark.parametrize(
    ("heard", "memory", "follows"),
    [
        (says(), ASKED, True),
        (says(), Memory(), False),  # nothing was asked before
        (says(leans=""), ASKED, False),
        (says(is_button=True), ASKED, False),
        (says(leans="perhaps"), ASKED, True),
        (says(leans="perhaps", topic="payment", topic_confidence=0.95), ASKED, False),
        (says(leans="perhaps", topic="delivery", topic_confidence=0.95), ASKED, True),
        (says(leans="perhaps", out_of_scope=0.9), ASKED, False),
        (says(leans="clearly", out_of_scope=0.9), ASKED, True),  # "and Ireland?" is no subject
        (says("how long is it", leans="bare", out_of_scope=0.9, asks=True), ASKED, True),
    ],
)
def test_a_message_follows_up_if_it_leans_and_brings_no_subject(heard, memory, follows):
    assert is_follow_up(heard, memory) is follows


@pytest.mark.parametrize(
    ("heard", "follows"),
    [
        (says("that's the one", "perhaps", "affirm", 0.4), False),
        (says("pues no", "clearly", "deny", 1.0, verbatim=True), False),
        (says("no, not that one", "perhaps", "deny", 0.9), False),
        (says("that's kind, thanks", "perhaps", "thank", 0.9), False),
        (says("who are you then?", "perhaps", "smalltalk", 0.8), False),
        (says("at weekends too?", "perhaps", "smalltalk", 0.5), True),
        (says("and tomorrow?", "clearly", "greet", 0.7), True),
        (says("until when", "bare", "bye", 0.5, asks=True), True),
        (says("until when", "bare", "bye", 0.5), False),
        (says("until when", "bare", "bye", 0.9, asks=True), True),
        (says("is that all", "perhaps", "bye", 0.9, asks=True), False),
        (says("how are you", "bare", "smalltalk", 0.8, asks=True), False),
        (says("what about Ireland", "clearly", "out_of_scope", 0.7), True),
    ],
)
def test_yes_no_thanks_and_hello_are_no_follow_ups(heard, follows):
    assert is_follow_up(heard, ASKED) is follows


@pytest.mark.parametrize(
    ("heard", "alone", "may"),
    [
        (says("who pays for the collection?", ""), suggestions("return-cost"), True),
        (says("for a fridge", "", "abuse", 0.4), nothing(), True),  # no act that is clear
        (says("never mind", "", "cancel", 0.9), nothing(), False),
        (says("who pays for the collection?", ""), answer("return-cost", 0.97), False),
        (says("who pays?", "", topic="payment", topic_confidence=0.95), nothing(), False),
        (says("who won the match?", "", out_of_scope=0.9), nothing(), False),
        (says("and who will be paying for it if you collect it?", ""), nothing(), False),
        (says("who pays?", "", verbatim=True), nothing(), False),
        (says("who pays?", "clearly"), nothing(), False),  # a follow-up anyway
    ],
)
def test_a_short_message_may_leave_unsaid_what_it_is_about(heard, alone, may):
    found = Findings((alone,), heard.text)
    assert may_leave_unsaid(heard, ASKED, found) is may
    assert not may_leave_unsaid(heard, Memory(), found)


@pytest.mark.parametrize(
    "alone",
    [nothing(), suggestions("delivery-cost", confidence=0.3), suggestions("delivery-abroad")],
)
def test_what_is_sure_with_the_last_question_is_answered(alone):
    assert followed_up(alone, ABROAD) is ABROAD


@pytest.mark.parametrize(
    ("heard", "sure"),
    [
        (says("what about Ireland?", act="out_of_scope", confidence=0.9), True),
        (says("Ireland?", leans="perhaps", act="out_of_scope", confidence=0.9), False),
        (says("and a person?", act="person", confidence=0.95), False),
        (says("until when", leans="bare", act="bye", asks=True), True),
    ],
)
def test_out_of_scope_is_not_said_of_what_leans_on_the_last_question(heard, sure):
    assert is_surely_about_the_last_question(heard, ASKED) is sure
    assert not is_surely_about_the_last_question(heard, Memory())


def test_what_was_just_shown_is_not_shown_again_beside_another_article():
    alone = suggestions("delivery-cost", "order-status", confidence=0.3)
    found = followed_up(alone, ABROAD, shown="delivery-abroad")
    assert titles(found) == ["delivery-abroad", "delivery-cost", "order-status"]
    assert followed_up(nothing(), ABROAD, shown="delivery-abroad") is ABROAD
    assert followed_up(alone, ABROAD, shown="return-how") is ABROAD


def test_a_question_that_is_sure_by_itself_is_not_dragged_to_the_old_subject():
    bizum = answer("payment-methods", 0.98)
    assert followed_up(bizum, ABROAD) is bizum


def test_a_question_that_may_be_either_is_left_to_the_contact():
    assert titles(followed_up(answer("order-status", 0.9), ABROAD)) == [
        "delivery-abroad",
        "order-status",
    ]
    alone = suggestions("stock-shop", "stock-alert", confidence=0.7)
    assert titles(followed_up(alone, ABROAD)) == ["delivery-abroad", "stock-shop", "stock-alert"]


def test_two_unsure_searches_are_suggested_together():
    alone, with_subject = suggestions("a", "b"), suggestions("c", "b")
    assert titles(followed_up(alone, with_subject)) == ["c", "a", "b"]


def test_a_last_question_that_finds_nothing_changes_nothing():
    assert followed_up(nothing("a"), nothing("b")) == nothing("a")


def test_a_strange_message_is_not_answered_by_the_last_question_alone():
    found = followed_up(nothing(), ABROAD, strange=True)
    assert titles(found) == titles(suggestions("delivery-abroad"))
