"""The ticket form's decisions, message by message."""

from dataclasses import replace

import pytest

from actions.turns.form import go_on, start
from actions.turns.form_step import next_field
from actions.turns.found import Findings
from actions.turns.memory import Memory
from tests.actions.turns.form_messages import (
    ANA,
    NOTHING_FOUND,
    REASONS,
    RULES,
    SOMETHING_FOUND,
    SURE,
    after,
    at,
    responses,
    says,
)


def test_the_first_question_is_the_summary_and_is_not_asked_again():
    step = start(Memory(), says("la caja está rota", topic="returns"), RULES, reasons=REASONS)
    assert step.memory.summary == "la caja está rota"
    assert responses(step) == ["utter_start_ask", "utter_form_order_number"]


def test_a_question_whose_answer_did_not_help_becomes_the_summary():
    asked = Memory(question="¿puedo devolver un juego abierto?", topic="returns")
    step = start(asked, says("Sí, por favor", act="person", button=True), RULES, reasons=REASONS)
    assert step.memory.summary == "¿puedo devolver un juego abierto?"
    assert step.memory.requested_slot == "order_number"


def test_what_is_known_from_before_is_not_asked_again():
    known = Memory(name="Ana", email="ana@ejemplo.es", order_number="AU-48213")
    step = start(known, says("la caja está rota", topic="returns"), RULES, reasons=REASONS)
    assert step.memory.requested_slot == "confirmed"


@pytest.mark.parametrize(
    ("topic", "asks"),
    [
        ("returns", "order_number"),  # its team cannot begin without
        ("delivery", "contact"),
    ],
)
def test_the_order_number_is_asked_only_where_the_topic_needs_it(topic, asks):
    step = start(Memory(), says("tengo un problema", topic=topic), RULES, reasons=REASONS)
    assert step.memory.requested_slot == asks


def test_several_values_in_one_message_are_all_kept():
    step = after(
        at("order_number"),
        says(
            "AU-48213, soy Ana, ana@ejemplo.es",
            order_number="AU-48213",
            name="Ana",
            email="ana@ejemplo.es",
        ),
    )
    assert step.memory.requested_slot == "confirmed"


@pytest.mark.parametrize("text", ["48213", "creo que es 48213", "AU-48213"])
def test_the_digits_of_an_order_number_alone_will_do_where_it_was_asked_for(text):
    step = after(at("order_number"), says(text, "smalltalk", 0.4))
    assert (step.memory.order_number, step.memory.requested_slot) == ("AU-48213", "contact")


def test_a_phone_number_is_as_good_as_an_e_mail():
    step = after(at("contact", order_number="AU-48213"), says("600123123", phone="+34600123123"))
    assert step.memory.contact == "+34600123123"
    assert step.memory.requested_slot == "call"


def test_a_bad_value_is_explained_and_asked_again():
    step = after(at("contact"), says("ana arroba ejemplo", act="open_ticket", confidence=0.4))
    assert responses(step) == ["utter_wrong_contact"]
    assert step.memory.requested_slot == "contact"
    assert step.memory.tries == 1


def test_a_bad_new_value_does_not_erase_the_good_one():
    changing = at("contact", contact="ana@ejemplo.es", email="ana@ejemplo.es", name="Ana")
    step = after(changing, says("ana arroba", act="open_ticket", confidence=0.4))
    assert step.memory.contact == "ana@ejemplo.es"


def test_a_new_e_mail_at_any_field_corrects_the_old_one():
    step = after(
        at("name", contact="ana@ejemplo.es", email="ana@ejemplo.es", order_number="AU-48213"),
        says("perdona, es ana@otra.es", act="correct", email="ana@otra.es"),
    )
    assert step.memory.contact == "ana@otra.es"
    assert responses(step) == ["utter_changed", "utter_form_name"]


@pytest.mark.parametrize(
    "heard", [says("mejor el +34600123123", "open_ticket", phone="+34600123123")]
)
def test_what_a_new_address_replaces_is_not_written_to_any_more(heard):
    known = at("name", contact="eva@otra.es", email="eva@otra.es", order_number="AU-48213")
    memory = after(known, heard).memory
    assert (memory.contact, memory.email, memory.phone) == ("+34600123123", None, "+34600123123")


def test_of_two_addresses_in_one_message_the_first_is_written_to_and_both_are_known():
    heard = says("ana@ejemplo.es o el +34600123123", email="ana@ejemplo.es", phone="+34600123123")
    memory = after(at("contact", order_number="AU-48213"), heard).memory
    assert (memory.contact, memory.email) == ("ana@ejemplo.es", "ana@ejemplo.es")
    assert memory.phone == "+34600123123"


def test_a_field_and_its_new_value_may_come_in_one_message():
    known = at("contact", name="Ana", order_number="AU-48213")
    step = after(known, says("el nombre: Eva Ruiz", "ask", 0.4))
    assert step.memory.name == "Eva Ruiz"
    assert responses(step) == ["utter_changed", "utter_form_contact"]


def test_what_a_question_inside_the_form_mentions_is_no_part_of_the_ticket():
    heard = says("¿hay aparcamiento en la tienda?", shop="Madrid", name="Nuria")
    memory = after(at("contact"), heard, SURE).memory
    assert (memory.details, memory.name) == ({}, None)


def test_an_order_number_is_taken_from_a_question_too():
    heard = says("¿lo veis con el AU-48213?", order_number="AU-48213")
    assert after(at("contact"), heard, SURE).memory.order_number == "AU-48213"


def test_with_a_summary_go_its_topic_and_details():
    told = after(
        at("summary", summary=None, topic=None),
        says("la tele no enciende", "complain", topic="guarantee", product="tele"),
    ).memory
    assert (told.topic, told.details) == ("guarantee", {"product": "tele"})
    again = replace(told, requested_slot="summary")
    other = says("no es eso, quiero hablar con el jefe de tienda de Madrid", "complain")
    changed = after(again, other).memory
    assert (changed.topic, changed.details) == (None, {})


def test_with_a_matter_that_is_taken_back_goes_what_was_told_for_it():
    first = at(
        "summary",
        order_number="AU-48213",
        contact="ana@ejemplo.es",
        name="Ana",
        details={"date": "2026-05-03", "also_asks": "¿y los portes?"},
        answers={"call": "2026-12-02 10:00-12:00"},
        skipped=["product"],
    )
    other = says("la tele no se enciende", "complain", topic="guarantee", product="tele")
    memory = after(first, other).memory
    assert (memory.order_number, memory.skipped) == (None, None)
    assert memory.details == {"product": "tele", "also_asks": "¿y los portes?"}
    assert (memory.contact, memory.name) == ("ana@ejemplo.es", "Ana")
    assert memory.answers == first.answers


@pytest.mark.parametrize(
    ("topic", "asks"),
    [
        ("returns", "order_number"),  # asks for an order of its own
        ("delivery", "contact"),
        ("", "contact"),  # about nothing clear: nothing says that it is the same matter
    ],
)
def test_the_order_of_a_matter_that_was_taken_back_is_not_that_of_the_next(topic, asks):
    first = at("summary", order_number="AU-48213", topic="guarantee")
    memory = after(first, says("no, es otra cosa muy distinta, de verdad", topic=topic)).memory
    assert (memory.order_number, memory.requested_slot) == (None, asks)


def test_an_order_that_the_new_matter_tells_is_its_own():
    first = at("summary", order_number="AU-48213", topic="guarantee")
    heard = says("quiero devolver el AU-51177", topic="returns", order_number="AU-51177")
    assert after(first, heard).memory.order_number == "AU-51177"


def test_the_same_matter_in_other_words_keeps_its_order():
    first = at("summary", order_number="AU-48213")
    memory = after(first, says("la caja vino abierta, ¿la cogéis?", topic="returns")).memory
    assert memory.order_number == "AU-48213"


def test_what_the_form_began_with_goes_with_its_words():
    heard = says("la tele no enciende", "complain", topic="guarantee", product="tele")
    begun = start(replace(Memory(), details={"product": "tele"}), heard, RULES, reasons=REASONS)
    again = replace(begun.memory, requested_slot="summary")
    other = says("la radio no se enciende", "complain", topic="guarantee", product="radio")
    assert after(again, other).memory.details == {"product": "radio"}


def test_what_was_told_before_the_matter_stays_with_it():
    wish = says("una persona, por favor, es por la tele", "person", product="tele")
    begun = start(replace(Memory(), details={"product": "tele"}), wish, RULES, reasons=REASONS)
    told = after(begun.memory, says("no se enciende desde ayer", "complain", topic="guarantee"))
    assert told.memory.details == {"product": "tele"}


@pytest.mark.parametrize("field", ["summary", "order_number", "contact", "name", "confirmed"])
def test_a_question_inside_the_form_is_answered_and_its_field_asked_again(field):
    step = after(at(field), says("¿cuánto tarda el envío?"), SURE)
    assert step.found.founds == (SURE,)
    assert responses(step) == [f"utter_form_{field}"]
    assert step.memory.requested_slot == field


def test_a_question_inside_the_form_is_what_the_next_may_lean_on():
    step = after(at("name"), says("¿cuánto tarda el envío?"), SURE)
    assert step.memory.subject == "¿cuánto tarda el envío?"


def test_a_question_with_an_answer_to_half_of_it_is_answered():
    both = Findings((SURE, SOMETHING_FOUND), subject="…")
    heard = says("¿cuánto tarda? ¿y qué cuesta?")
    step = go_on(at("name"), heard, RULES, lambda: both)
    assert (step.found, responses(step)) == (both, ["utter_form_name"])


def test_of_two_questions_the_one_without_an_answer_is_noted_for_the_team():
    half = Findings((SURE, NOTHING_FOUND), subject="…")
    heard = says("¿cuánto tarda el envío? ¿y grabáis las llamadas?")
    step = go_on(at("name"), heard, RULES, lambda: half)
    assert step.memory.details["also_asks"] == heard.text
    assert responses(step) == ["utter_noted_other", "utter_form_name"]


def test_a_matter_put_as_a_question_is_taken_when_no_article_surely_answers_it():
    heard = says("¿por qué no me llega el reembolso?")
    step = after(at("summary", summary=None), heard, SOMETHING_FOUND)
    assert step.memory.summary == "¿por qué no me llega el reembolso?"


@pytest.mark.parametrize(
    "heard",
    [
        says("me habéis cobrado dos veces"),
        says("me habéis cobrado dos veces, miradlo", act="open_ticket"),
        says("reembolso"),  # one word, that surely found its article
    ],
)
def test_a_matter_that_an_article_answers_is_taken_and_the_answer_shown(heard):
    step = after(at("summary", summary=None), heard, SURE)
    assert step.found.founds == (SURE,)
    assert step.memory.summary == heard.text
    assert responses(step) == ["utter_form_order_number"]


def test_a_question_that_keeps_being_asked_is_the_matter_after_all():
    step = after(at("summary", summary=None, tries=2), says("¿y mi reembolso?"), SURE)
    assert (step.found.founds, step.memory.summary) == ((SURE,), "¿y mi reembolso?")


@pytest.mark.parametrize("field", ["order_number", "contact", "name", "confirmed"])
def test_an_open_question_is_noted_for_the_team_and_the_form_goes_on(field):
    step = after(at(field), says("¿y me devolvéis los portes?"))
    assert step.memory.details["also_asks"] == "¿y me devolvéis los portes?"
    assert responses(step) == ["utter_noted", f"utter_form_{field}"]


def test_an_address_inside_a_summary_is_part_of_it():
    heard = says(
        "please send my invoice to office@firm.com", "open_ticket", email="office@firm.com"
    )
    step = after(at("summary", summary=None, contact="ana@ejemplo.es"), heard)
    assert step.memory.summary == "please send my invoice to office@firm.com"
    assert step.memory.contact == "ana@ejemplo.es"


def test_an_address_in_passing_does_not_replace_the_contact_s_own():
    heard = says(
        "el vendedor era tienda@otra.es y no contesta nunca", "complain", email="tienda@otra.es"
    )
    step = after(at("name", contact="ana@ejemplo.es"), heard)
    assert step.memory.contact == "ana@ejemplo.es"


def test_a_summary_that_keeps_being_refused_is_taken_as_it_is():
    step = after(at("summary", summary=None, tries=2), says("pantalla", "smalltalk", 0.4))
    assert step.memory.summary == "pantalla"


def test_who_has_no_address_is_told_why_it_is_needed_and_can_leave():
    step = after(at("contact", tries=2), says("no tengo de eso", "open_ticket", 0.4))
    assert responses(step) == ["utter_stuck"]


def test_a_person_in_passing_does_not_replace_the_contact_s_name():
    named = at("contact", name="Ana", order_number="AU-48213")
    step = after(named, says("hablé con Nuria", act="open_ticket", confidence=0.5, name="Nuria"))
    assert step.memory.name == "Ana"


def test_the_form_is_complete_when_every_needed_field_is_known():
    done = replace(ANA, order_number="AU-1", contact="a@b.es", name="Ana", confirmed="yes")
    assert next_field(done, RULES) is None
