"""The company's own fields: every kind is filled, corrected, skipped and prefilled by one rule."""

from dataclasses import replace
from typing import get_args

import pytest

from actions.tickets import Field
from actions.tickets.fields import DetailKind, Kind
from actions.turns.form import go_on
from actions.turns.form_step import known, next_field
from actions.turns.form_values import told
from actions.turns.found import Findings
from actions.turns.memory import Memory
from tests.actions.turns.form_messages import (
    FIELDS,
    NOTHING_FOUND,
    RULES,
    SURE,
    TODAY,
    after,
    field,
    responses,
    says,
)

MATTER = Memory(
    language="es",
    form_run="msg_1",
    reason="complain",
    topic="guarantee",
    summary="se apaga a los cinco minutos",
)
ALL = {
    "product": "tele",
    "bought": "2026-05-03",
    "shop": "north",
    "opened": "no",
    "code": "R-123",
    "pieces": "2",
}
LAST = {"contact": "ana@ejemplo.es", "email": "ana@ejemplo.es", "name": "Ana"}


def at(field, **told):
    slots = {name: told.pop(name) for name in (*LAST, "phone", "tries") if name in told}
    return replace(MATTER, requested_slot=field, answers=told, **slots)


def test_the_fields_of_the_topic_are_asked_in_their_order_then_whom_to_reply_to():
    memory, asked = MATTER, []
    while (name := next_field(memory, RULES)) and name != "confirmed":
        asked.append(name)
        told = ALL.get(name) or LAST.get(name)
        memory = memory.knowing(name, told)
    assert asked == ["product", "bought", "shop", "opened", "code", "pieces", "contact", "name"]


ANSWERS = [
    ("product", says("una tele", "smalltalk", 0.4, product="tele"), "tele"),
    ("bought", says("el 3 de mayo", "smalltalk", 0.4, date="--05-03"), "2026-05-03"),
    ("bought", says("2/12/2025", "smalltalk", 0.4, date="2025-12-02"), "2025-12-02"),
    ("shop", says("en la del norte", "smalltalk", 0.4), "north"),
    ("shop", says("Sur", "fill", button=True, field="shop", value="south"), "south"),
    ("opened", says("sí, claro", "affirm"), "yes"),
    ("opened", says("no", "deny"), "no"),
    ("opened", says("Sí", "fill", button=True, field="opened", value="yes"), "yes"),
    ("code", says("pone r 123", "smalltalk", 0.4), None),
    ("code", says("pone r-123", "smalltalk", 0.4), "R-123"),
    ("pieces", says("serían 3", "smalltalk", 0.4), "3"),
]


@pytest.mark.parametrize(("name", "heard", "value"), ANSWERS)
def test_each_kind_is_read_from_its_answer(name, heard, value):
    assert known(name, after(at(name), heard).memory, RULES) == value


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("bought", says("el 24 de diciembre de 2027", "ask", 0.3, date="2027-12-24")),  # to come
        ("shop", says("una del norte o del sur", "smalltalk", 0.4)),
        ("opened", says("depende", "smalltalk", 0.4)),
        ("pieces", says("40", "smalltalk", 0.4)),  # ten at most
        ("product", says("lo de siempre", "smalltalk", 0.4)),
    ],
)
def test_what_does_not_fit_is_explained_and_never_replaces_what_is_known(name, heard):
    step = after(at(name, **{name: ALL[name]}), heard)
    assert responses(step) == [f"utter_wrong_{name}"]
    assert known(name, step.memory, RULES) == ALL[name]


@pytest.mark.parametrize("name", ["bought", "shop", "opened", "code", "pieces", "product"])
def test_after_two_that_do_not_fit_a_way_on_is_offered_and_a_person_asks_later(name):
    stuck = after(at(name, tries=1), says("fgh", "smalltalk", 0.4))
    assert responses(stuck) == ["utter_stuck_field"]
    on = after(stuck.memory, says("Que me lo pregunte una persona", "person", button=True))
    assert responses(on)[0] == "utter_person_asks"
    assert on.memory.requested_slot not in (None, name)


def test_who_insists_on_a_product_that_no_list_knows_is_taken_at_their_word():
    step = after(at("product", tries=2), says("un zumbador K-7", "smalltalk", 0.4))
    assert known("product", step.memory, RULES) == "un zumbador K-7"


def test_what_can_be_left_out_is_and_what_cannot_is_not():
    skipped = after(at("code"), says("no lo tengo", "deny"))
    assert (skipped.memory.skipped, skipped.memory.requested_slot) == (["code"], "product")
    assert after(at("pieces"), says("no lo sé", "deny")).memory.skipped is None


def test_several_answers_in_one_message_are_all_kept():
    heard = says(
        "una tele, comprada el 3 de mayo en la del sur, R-123",
        "ask",
        0.3,
        product="tele",
        date="2026-05-03",
    )
    memory = after(at("bought"), heard).memory
    told = {name: known(name, memory, RULES) for name in ("product", "bought", "shop", "code")}
    assert told == {"product": "tele", "bought": "2026-05-03", "shop": "south", "code": "R-123"}


def test_what_was_told_before_it_was_asked_is_not_asked_again():
    told = replace(MATTER, details={"product": "tele", "date": "2026-05-03", "code": "R-123"})
    told = replace(told, summary="la tele que compré en la tienda del Norte se apaga")
    assert known("product", told, RULES) == "tele"
    assert known("shop", told, RULES) == "north"
    assert known("code", told, RULES) == "R-123"
    assert known("bought", told, RULES) is None  # a date may be another one's


@pytest.mark.parametrize(
    ("name", "heard", "value"),
    [
        ("product", says("perdona, es una radio", "correct", product="radio"), "radio"),
        ("bought", says("no, el 4 de mayo", "correct", date="2026-05-04"), "2026-05-04"),
        ("shop", says("me equivoqué, fue en la del sur", "correct"), "south"),
        ("code", says("perdona, es R-456", "correct"), "R-456"),
        ("product", says("el producto: una radio", "ask", 0.4, product="radio"), "radio"),
    ],
)
def test_what_is_known_is_corrected_at_any_time_without_a_rule_of_its_own(name, heard, value):
    step = after(at("contact", **ALL), heard)
    assert known(name, step.memory, RULES) == value
    assert responses(step) == ["utter_changed", "utter_form_contact"]
    assert step.lines[0].about == name
    assert {*step.memory.details} <= {name}  # nothing is told twice in a ticket


def test_digits_alone_are_a_value_only_where_they_were_asked_for():
    asked = replace(MATTER, topic="recycling", requested_slot="postcode")
    assert known("postcode", after(asked, says("28045", "ask", 0.3)).memory, RULES) == "28045"
    elsewhere = replace(asked, requested_slot="contact")
    told = says("el pedido es 48213", "ask", 0.3, order_number="AU-48213")
    memory = after(elsewhere, told).memory
    assert (known("postcode", memory, RULES), memory.details) == (None, {})


def test_a_thing_in_passing_corrects_nothing():
    heard = says("mi hermano tiene una radio igual de mala", "complain", product="radio")
    assert known("product", after(at("name", **ALL), heard).memory, RULES) == "tele"


def test_the_buttons_of_an_earlier_question_and_those_for_changing_work_at_the_end():
    done = at("confirmed", **ALL, **LAST)
    pressed = says("Sur", "fill", button=True, field="shop", value="south")
    assert responses(after(done, pressed)) == ["utter_changed", "utter_form_confirmed"]
    change = says("Producto", "change", button=True, field="product")
    assert responses(after(done, change)) == ["utter_form_product"]


def test_a_question_at_a_field_is_answered_and_tells_of_no_product():
    heard = says("¿arregláis consolas?", product="consola")
    step = go_on(at("product"), heard, RULES, lambda: Findings((SURE,), subject=heard.text))
    assert responses(step) == ["utter_form_product"]
    assert known("product", step.memory, RULES) is None


def test_an_address_that_was_asked_for_is_not_where_to_reply():
    asked = at("other_mail", opened="yes", contact="ana@ejemplo.es", email="ana@ejemplo.es")
    memory = after(asked, says("otra@ejemplo.es", "ask", 0.3, email="otra@ejemplo.es")).memory
    assert (memory.contact, memory.answers["other_mail"]) == ("ana@ejemplo.es", "otra@ejemplo.es")


@pytest.mark.parametrize(
    ("settled", "asked"),
    [({"opened": "yes"}, True), ({"opened": "no"}, False)],
)
def test_a_field_is_asked_only_where_another_says_so(settled, asked):
    answered = at(None, **(ALL | settled))
    assert (next_field(answered, RULES) == "other_mail") is asked


@pytest.mark.parametrize(("slot", "asked"), [("phone", True), ("email", False)])
def test_when_to_call_is_asked_of_whoever_left_a_phone(slot, asked):
    reached = replace(at(None, **ALL), contact="x", **{slot: "x"})
    assert (next_field(reached, RULES) == "call") is asked


def test_another_matter_takes_the_things_that_it_tells_along():
    first = at("summary", **ALL)
    heard = says("no, la radio no suena nada bien", "complain", topic="guarantee", product="radio")
    memory = go_on(first, heard, RULES, lambda: Findings((NOTHING_FOUND,), subject="…")).memory
    assert known("product", memory, RULES) == "radio"
    assert known("bought", memory, RULES) == ALL["bought"]


# An order number is read by its form.
FOUND_KINDS = sorted({*get_args(DetailKind)} - {"order_number"})


@pytest.mark.parametrize("kind", FOUND_KINDS)
def test_a_detail_of_a_kind_is_the_answer_to_a_field_of_that_kind(kind):
    value = {"amount": "12.50 EUR", "date": "2026-05-03"}.get(kind, "x")
    own = Field(name="own", **field(kind))
    assert told(own, says("x", **{kind: value}), TODAY) == value
    assert told(own, says("x", other=value), TODAY) is None


def test_every_kind_that_a_company_may_write_is_tried_here():
    tried = {each.kind for each in FIELDS.fields.values()}
    assert tried | {*FOUND_KINDS} == {*get_args(Kind)}
