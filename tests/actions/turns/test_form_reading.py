"""What words are to the ticket form: a matter, a question, a name."""

from dataclasses import replace

import pytest

from actions.turns.form import start
from actions.turns.memory import Memory
from tests.actions.turns.form_messages import REASONS, RULES, SURE, after, at, responses, says


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


def test_the_name_is_taken_from_plain_words():
    step = after(
        at("name", order_number="AU-48213", contact="ana@ejemplo.es"),
        says("Ana María López-Ruiz", act="smalltalk", confidence=0.3),
    )
    assert step.memory.name == "Ana María López-Ruiz"
    assert step.memory.requested_slot == "confirmed"


def test_words_that_look_like_no_name_are_asked_for_again_and_taken_when_they_are_insisted_on():
    asked = at("name", order_number="AU-48213", contact="ana@ejemplo.es")
    step = after(asked, says("un segundito", act="smalltalk", confidence=0.99))
    assert (responses(step), step.memory.name) == (["utter_wrong_name"], None)
    other = after(step.memory, says("mmm", act="ask", confidence=0.3))
    assert other.memory.name is None
    assert after(other.memory, says("mmm", act="ask", confidence=0.3)).memory.name == "mmm"


def test_thanks_are_no_name():
    step = after(at("name"), says("muchas gracias", act="thank", confidence=0.95, verbatim=True))
    assert step.memory.name is None


def test_few_words_about_nothing_are_no_matter_unless_nothing_else_comes():
    asked = at("summary", summary=None)
    step = after(asked, says("espera, que lo busco", "deny", 0.3))
    assert (responses(step), step.memory.summary) == (["utter_wrong_summary"], None)
    assert after(step.memory, says("el mando falla", "smalltalk", 0.3)).memory.summary


@pytest.mark.parametrize("text", ["¿cómo devuelvo un pedido", "cómo devuelvo un pedido?"])
def test_a_question_with_either_mark_is_answered_before_it_is_the_matter(text):
    step = after(at("summary", summary=None), says(text), SURE)
    assert (step.found.founds, step.memory.summary) == ((SURE,), None)
    assert responses(step) == ["utter_form_summary"]


@pytest.mark.parametrize(
    ("reason", "act"), [("complain", "open_ticket"), ("person", "complain"), ("person", "abuse")]
)
def test_no_article_is_held_out_to_the_displeased(reason, act):
    heard = says("tres semanas sin mi dinero y nadie me llama", act=act, confidence=0.6)
    step = after(at("summary", summary=None, reason=reason), heard, SURE)
    assert step.found is None
    assert step.memory.summary == heard.text


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


@pytest.mark.parametrize(
    ("text", "out_of_scope", "taken"),
    [
        ("la música estaba demasiado alta", 0.55, True),  # something, if nobody's topic
        ("hay un grafiti en vuestra fachada", 0.37, True),
        ("espera, que lo busco", 0.01, False),  # nothing at all
        ("a ver cómo empiezo yo", 0.02, False),
        ("sdfghj", 0.79, False),  # so few letters are unlike anything
        ("berta arroba ejemplo", 0.42, False),
    ],
)
def test_few_words_are_a_matter_if_they_are_about_something(text, out_of_scope, taken):
    heard = replace(says(text, "out_of_scope", 0.5), out_of_scope=out_of_scope)
    step = after(at("summary", summary=None, topic=None), heard)
    assert (step.memory.summary == text) is taken


def test_marks_alone_ask_nothing():
    step = after(at("name", order_number="AU-48213", contact="ana@ejemplo.es"), says("???"), SURE)
    assert (step.found, responses(step)) == (None, ["utter_wrong_name"])
    assert "also_asks" not in step.memory.details
