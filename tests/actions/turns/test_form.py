"""The ticket form's decisions, message by message."""

from dataclasses import replace

import pytest

from actions.turns.form import CLEAR_COMMAND, FormRules, go_on, next_field, start
from actions.turns.found import Findings
from actions.turns.heard import Detail, Heard
from actions.turns.memory import Memory
from kb_index import Answer, NoAnswer, Suggestions

NOTHING_FOUND = NoAnswer(confidence=0.1, threshold=0.7, hits=())
SURE = Answer(article=None, passage=None, confidence=0.97, threshold=0.7, hits=())
SOMETHING_FOUND = Suggestions(articles=(), confidence=0.5, threshold=0.7, hits=())
RULES = FormRules(
    needs=lambda topic: {"order_number"} if topic == "returns" else (),
    is_a_matter=lambda topic: topic != "contact",
    order_number=lambda text: "AU-48213" if "48213" in text else None,
    field_named=lambda text: {"el nombre": "name", "el correo": "contact"}.get(text),
)
REASONS = ("ask", "open_ticket", "person", "complain")
ANA = Memory(
    language="es",
    form_run="msg_1",
    reason="ask",
    topic="returns",
    summary="la caja está rota, ¿la cogéis igual?",
)


def says(text, act="ask", confidence=0.9, *, button=False, verbatim=False, topic="", **details):
    found = tuple(Detail(kind, value, value) for kind, value in details.items())
    return Heard(
        conversation_id="cnv_1",
        message_id="msg_2",
        text=text,
        act=act,
        act_confidence=confidence,
        verbatim=verbatim,
        topic=topic,
        topic_confidence=0.8 if topic else 0.0,
        details=found,
        is_button=button,
    )


def after(memory, heard, found=NOTHING_FOUND):
    return go_on(memory, heard, RULES, lambda: Findings((found,), subject=heard.text))


def at(field, **known):
    return replace(ANA, requested_slot=field, **known)


def responses(step):
    return [line.response for line in step.lines]


def test_the_first_question_is_the_summary_and_is_not_asked_again():
    step = start(Memory(), says("la caja está rota", topic="returns"), RULES, reasons=REASONS)
    assert step.memory.summary == "la caja está rota"
    assert responses(step) == ["utter_start_ask", "utter_form_order_number"]


@pytest.mark.parametrize(
    ("heard", "asks"),
    [
        (says("una persona, por favor", act="person"), "summary"),
        (says("quiero hablar con una persona", act="person", topic="contact"), "summary"),
        (says("que alguien mire mi envío", act="person", topic="delivery"), "contact"),
    ],
)
def test_a_wish_for_a_person_is_asked_what_it_is_about_unless_it_says_so(heard, asks):
    assert start(Memory(), heard, RULES, reasons=REASONS).memory.requested_slot == asks


def test_a_question_that_looked_like_something_else_is_the_matter_all_the_same():
    heard = says("¿grabáis un nombre en la funda?", "out_of_scope", 0.52)
    step = start(Memory(), heard, RULES, reasons=REASONS)
    assert step.memory.summary == "¿grabáis un nombre en la funda?"
    assert responses(step)[0] == "utter_start_ask"


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


def test_a_phone_number_is_as_good_as_an_e_mail():
    step = after(at("contact", order_number="AU-48213"), says("600123123", phone="+34600123123"))
    assert step.memory.contact == "+34600123123"
    assert step.memory.requested_slot == "name"


def test_a_bad_value_is_explained_and_asked_again():
    step = after(at("contact"), says("ana arroba ejemplo", act="open_ticket", confidence=0.4))
    assert responses(step) == ["utter_wrong_contact"]
    assert step.memory.requested_slot == "contact"
    assert step.memory.tries == 1


def test_a_bad_new_value_does_not_erase_the_good_one():
    changing = at("contact", contact="ana@ejemplo.es", email="ana@ejemplo.es", name="Ana")
    step = after(changing, says("ana arroba", act="open_ticket", confidence=0.4))
    assert step.memory.contact == "ana@ejemplo.es"


@pytest.mark.parametrize("heard", [says("no lo tengo", "deny"), says("No", "skip", button=True)])
def test_an_unknown_order_number_can_be_skipped(heard):
    step = after(at("order_number"), heard)
    assert step.memory.requested_slot == "contact"


def test_the_name_is_taken_from_plain_words():
    step = after(
        at("name", order_number="AU-48213", contact="ana@ejemplo.es"),
        says("Ana María López-Ruiz", act="smalltalk", confidence=0.3),
    )
    assert step.memory.name == "Ana María López-Ruiz"
    assert step.memory.requested_slot == "confirmed"


def test_thanks_are_no_name():
    step = after(at("name"), says("muchas gracias", act="thank", confidence=0.95, verbatim=True))
    assert step.memory.name is None


def test_a_new_e_mail_at_any_field_corrects_the_old_one():
    step = after(
        at("name", contact="ana@ejemplo.es", email="ana@ejemplo.es", order_number="AU-48213"),
        says("perdona, es ana@otra.es", act="correct", email="ana@otra.es"),
    )
    assert step.memory.contact == "ana@otra.es"
    assert responses(step) == ["utter_changed", "utter_form_name"]


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


@pytest.mark.parametrize("text", ["¿cómo devuelvo un pedido", "cómo devuelvo un pedido?"])
def test_a_question_with_either_mark_is_answered_before_it_is_the_matter(text):
    step = after(at("summary", summary=None), says(text), SURE)
    assert (step.found.founds, step.memory.summary) == ((SURE,), None)
    assert responses(step) == ["utter_form_summary"]


def test_a_question_that_keeps_being_asked_is_the_matter_after_all():
    step = after(at("summary", summary=None, tries=2), says("¿y mi reembolso?"), SURE)
    assert (step.found.founds, step.memory.summary) == ((SURE,), "¿y mi reembolso?")


@pytest.mark.parametrize(
    ("reason", "act"), [("complain", "open_ticket"), ("person", "complain"), ("person", "abuse")]
)
def test_no_article_is_held_out_to_the_displeased(reason, act):
    heard = says("tres semanas sin mi dinero y nadie me llama", act=act, confidence=0.6)
    step = after(at("summary", summary=None, reason=reason), heard, SURE)
    assert step.found is None
    assert step.memory.summary == heard.text


@pytest.mark.parametrize("field", ["order_number", "contact", "name", "confirmed"])
def test_an_open_question_is_noted_for_the_team_and_the_form_goes_on(field):
    step = after(at(field), says("¿y me devolvéis los portes?"))
    assert step.memory.details["also_asks"] == "¿y me devolvéis los portes?"
    assert responses(step) == ["utter_noted", f"utter_form_{field}"]


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


@pytest.mark.parametrize(
    "heard",
    [
        says("no", "deny", 1.0, verbatim=True),
        says("sí", "affirm", 1.0, verbatim=True),
        says("prefiero no decirlo", "deny", 0.92),
    ],
)
def test_yes_and_no_are_no_names(heard):
    assert after(at("name"), heard).memory.name is None


@pytest.mark.parametrize(
    "heard",
    [says("Noa", "deny", 1.0), says("Luis", "affirm", 0.92), says("Don Pedro", "cancel", 0.7)],
)
def test_a_name_that_looks_like_an_act_is_a_name(heard):
    assert after(at("name"), heard).memory.name == heard.text


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
    assert next_field(done, {"order_number"}) is None
