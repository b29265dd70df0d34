from dataclasses import replace
from types import SimpleNamespace

import pytest

from actions.tickets import Protocol
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.protocol import protocol_of
from actions.turns.ticket_form import brief_step, grave_case
from tests.actions.turns.form_messages import RULES


def protocol(**more):
    return Protocol(text={"es": "…", "en": "…"}, team="care", priority="urgent", **more)


PROTOCOLS = {"danger": protocol(), "data": protocol(answerable=True)}


def heard(kind, *, act="ask", asks=True, **more):
    more = {"protocol_confidence": 0.9, **more}
    return Heard("con", "msg", "…", act=act, asks=asks, protocol=kind, **more)


@pytest.mark.parametrize("act", ["ask", "open_ticket", "person", "abuse"])
def test_danger_is_danger_whatever_else_a_message_does(act):
    assert protocol_of(heard("danger", act=act), PROTOCOLS) == "danger"


def test_a_question_about_what_can_be_answered_is_one():
    assert protocol_of(heard("data"), PROTOCOLS) is None
    assert protocol_of(heard("data", act="status"), PROTOCOLS) is None
    assert protocol_of(heard("data", asks=False), PROTOCOLS) == "data"  # "I see others' orders"
    assert protocol_of(heard("data", act="open_ticket"), PROTOCOLS) == "data"


def test_a_question_is_a_grave_case_if_that_is_nearly_certain():
    assert protocol_of(heard("data", protocol_confidence=0.96), PROTOCOLS) == "data"
    assert protocol_of(heard("danger", protocol_confidence=0.7), PROTOCOLS) is None
    told = heard("danger", asks=False, protocol_confidence=0.7)
    assert protocol_of(told, PROTOCOLS) == "danger"


def test_words_that_are_known_to_end_something_are_no_case():
    assert protocol_of(heard("danger", act="cancel", verbatim=True), PROTOCOLS) is None
    assert protocol_of(heard("danger", act="cancel"), PROTOCOLS) == "danger"


def test_a_button_and_a_kind_that_the_company_lacks_call_for_none():
    assert protocol_of(heard("danger", is_button=True), PROTOCOLS) is None
    assert protocol_of(heard("press"), PROTOCOLS) is None
    assert protocol_of(heard(""), PROTOCOLS) is None


def begins(kind, *, requested=None):
    """Whether it begins a protocol that somebody in the form writes a few words naming a field."""
    rules = replace(RULES, field_named=lambda _: "order_number")
    outside = SimpleNamespace(protocols=PROTOCOLS, visitor=None)
    step = brief_step(heard(kind, asks=False), Memory(requested_slot=requested), rules, outside)
    return step is not None and step.memory.protocol == kind


def test_few_words_that_name_a_field_of_the_form_are_about_it_unless_somebody_is_in_danger():
    assert not begins("data", requested="contact")
    assert begins("data")
    assert begins("danger", requested="contact")


def corrects_in_the_form(text, act, confidence, **memory):
    """Whether it is taken for a correction of what the form was told, and for no theft."""
    rules = replace(RULES, field_named=lambda words: "order_number" if "order" in words else None)
    outside = SimpleNamespace(
        protocols={"theft": protocol(correctable=True), "danger": protocol()}, visitor=None
    )
    kind = memory.pop("kind", "theft")
    said = heard(kind, act=act, asks=False, act_confidence=confidence)
    return grave_case(replace(said, text=text), Memory(**memory), rules, outside) is None


@pytest.mark.parametrize(
    ("text", "act", "confidence"),
    [
        ("that order was not mine", "ask", 0.35),  # few unclear words that name what is known
        ("that address isn't mine", "correct", 0.77),  # clearly a correction
        ("wrong order, that one isn't mine", "correct", 0.95),
    ],
)
def test_what_takes_back_what_the_form_was_told_is_no_theft(text, act, confidence):
    told = {"requested_slot": "contact", "order_number": "AU-48213"}
    assert corrects_in_the_form(text, act, confidence, **told)
    assert not corrects_in_the_form(text, act, confidence, order_number="AU-48213")  # no form
    assert not corrects_in_the_form(text, act, confidence, kind="danger", **told)


def test_a_theft_that_names_a_field_stays_one():
    told = {"requested_slot": "contact", "order_number": "AU-48213"}
    assert not corrects_in_the_form("my order was stolen", "complain", 0.8, **told)
    # What nobody has told yet cannot be taken back.
    assert not corrects_in_the_form("that order was not mine", "ask", 0.35, requested_slot="name")
