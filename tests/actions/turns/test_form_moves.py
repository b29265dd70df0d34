"""What clear acts and wishes to change do in the ticket form."""

import pytest

from actions.turns.form_moves import CLEAR_COMMAND
from tests.actions.turns.form_messages import after, at, responses, says


@pytest.mark.parametrize("heard", [says("no lo tengo", "deny"), says("No", "skip", button=True)])
def test_an_unknown_order_number_can_be_skipped(heard):
    step = after(at("order_number"), heard)
    assert step.memory.requested_slot == "contact"


@pytest.mark.parametrize(
    ("act", "confidence"),
    [
        ("correct", 0.4),  # as unsure as it may be
        ("open_ticket", 0.9),  # nobody opens a second request in the form
        ("deny", 0.8),  # nothing was asked that this could deny
        ("smalltalk", 0.5),
    ],
)
def test_a_short_message_that_names_a_known_field_is_a_wish_to_change_it(act, confidence):
    known = at("contact", name="Ana", order_number="AU-48213")
    assert responses(after(known, says("el nombre", act, confidence))) == ["utter_form_name"]


@pytest.mark.parametrize(
    "heard",
    [
        says("el nombre", "deny"),  # that nobody has told yet
        says("¿el nombre?", "ask"),
    ],
)
def test_a_field_that_is_not_known_or_asked_about_is_not_changed(heard):
    assert after(at("contact"), heard).memory.requested_slot != "name"


def test_a_correction_without_a_value_asks_what_to_change():
    step = after(at("confirmed"), says("eso no está bien", act="correct"))
    assert responses(step) == ["utter_ask_change"]


def test_a_pressed_change_asks_that_field_again():
    step = after(
        at("confirmed", name="Ana"), says("El nombre", "change", button=True, field="name")
    )
    assert step.memory.requested_slot == "name"
    assert step.memory.name == "Ana"


def test_a_changed_name_leads_back_to_the_confirmation():
    known = {"name": "Ana", "contact": "ana@ejemplo.es", "order_number": "AU-48213"}
    step = after(at("name", **known), says("Eva", act="smalltalk", confidence=0.3))
    assert step.memory.name == "Eva"
    assert responses(step) == ["utter_changed", "utter_form_confirmed"]


@pytest.mark.parametrize("field", ["summary", "order_number", "contact", "name", "confirmed"])
def test_cancel_ends_the_form_at_every_field(field):
    step = after(at(field), says("déjalo", act="cancel", verbatim=True))
    assert step.memory.cancelled
    assert step.memory.requested_slot is None


@pytest.mark.parametrize("field", ["summary", "contact", "name", "confirmed"])
def test_an_unsure_cancel_does_not_throw_the_form_away(field):
    step = after(at(field), says("Cancela Ruiz", act="cancel", confidence=CLEAR_COMMAND - 0.1))
    assert not step.memory.cancelled


def test_yes_at_the_end_confirms():
    step = after(at("confirmed"), says("sí, perfecto", act="affirm"))
    assert step.memory.confirmed == "yes"
    assert step.memory.requested_slot is None


def test_no_at_the_end_asks_what_to_change():
    step = after(at("confirmed"), says("no", act="deny"))
    assert responses(step) == ["utter_ask_change"]
    assert step.memory.requested_slot == "change"


def test_a_field_can_be_named_instead_of_pressed():
    step = after(at("change", name="Ana"), says("el nombre", act="smalltalk", confidence=0.4))
    assert responses(step) == ["utter_form_name"]


def test_yes_to_which_field_sends_nothing():
    step = after(at("change"), says("sí", act="affirm"))
    assert step.memory.confirmed is None
    assert responses(step) == ["utter_ask_change"]


def test_nothing_to_change_leads_back_to_the_confirmation():
    known = {"name": "Ana", "contact": "ana@ejemplo.es", "order_number": "AU-48213"}
    step = after(at("change", **known), says("no, nada", act="deny"))
    assert responses(step) == ["utter_form_confirmed"]


def test_a_chosen_article_is_shown_and_the_form_goes_on():
    pressed = says("Cómo devolver", "choose_article", button=True, article="return-how")
    step = after(at("contact"), pressed)
    assert step.chosen == "return-how"
    assert responses(step) == ["utter_form_contact"]


@pytest.mark.parametrize("helpful", ["yes", "no"])
def test_a_rating_inside_the_form_is_recorded_and_the_form_goes_on(helpful):
    step = after(at("name"), says("👍", "rate_answer", button=True, helpful=helpful))
    assert step.lines[0].decision == f"helpful_{helpful}"
    assert responses(step) == ["utter_rated", "utter_form_name"]
