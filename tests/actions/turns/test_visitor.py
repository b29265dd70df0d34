"""What the site tells of its visitor, in form and ticket."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.contact import Contact
from actions.conversations.visitors import Visitor
from actions.tickets import Fields
from actions.turns.form import start
from actions.turns.form_step import FormRules
from actions.turns.heard import Heard
from actions.turns.memory import FORGOTTEN_AFTER_A_FORM, Memory
from actions.turns.visitor import contact_of, with_visitor, without_former

UNTIL = datetime(2026, 3, 25, tzinfo=UTC)
ANA = Visitor("u-17", UNTIL, name="Ana López", email="ana@mail.example")
EVA = Visitor("u-18", UNTIL, name="Eva")
RULES = FormRules(lambda _: True, False, lambda _: None, Fields(format=1), UNTIL.date())


def begun(memory):
    heard = Heard("c", "m", "la lámpara llegó rota y quiero otra nueva por favor", "complain")
    return start(memory, heard, RULES, reasons=["complain"]).memory


def test_what_the_site_knows_is_not_asked():
    memory = begun(with_visitor(Memory(), ANA))
    assert (memory.name, memory.contact) == ("Ana López", "ana@mail.example")
    assert memory.requested_slot == "confirmed"


def test_what_it_does_not_know_is_asked():
    assert begun(with_visitor(Memory(), EVA)).requested_slot == "contact"
    assert begun(with_visitor(Memory(), None)).requested_slot == "contact"


def test_what_the_contact_said_themselves_stands():
    memory = with_visitor(Memory(name="Noa", email="noa@work.example"), ANA)
    assert (memory.name, memory.email) == ("Noa", "noa@work.example")
    by_phone = with_visitor(Memory(phone="+34600123456"), ANA)
    assert (by_phone.email, by_phone.name) == (None, "Ana López")


@pytest.mark.parametrize("now", [None, EVA], ids=["nobody", "somebody else"])
def test_who_has_signed_out_is_forgotten_also_inside_the_form(now):
    memory = without_former(begun(with_visitor(Memory(), ANA)), now)
    assert (memory.name, memory.email, memory.contact, memory.vouched) == (None, None, None, None)
    assert memory.summary is not None


def test_who_signs_out_after_several_forms_is_forgotten_as_well():
    memory = with_visitor(Memory(), ANA)
    again = with_visitor(replace(memory, **FORGOTTEN_AFTER_A_FORM), ANA)
    left = without_former(again, None)
    assert (left.name, left.email) == (None, None)


def test_what_they_typed_themselves_is_kept_when_they_sign_out():
    memory = with_visitor(Memory(), ANA).knowing("email", "noa@work.example")
    left = without_former(memory, None)
    assert (left.name, left.email) == (None, "noa@work.example")


def test_who_is_still_signed_in_stays_known():
    memory = with_visitor(Memory(), ANA)
    assert without_former(memory, ANA) == memory
    assert without_former(Memory(name="Ana"), None) == Memory(name="Ana")


@pytest.mark.parametrize(
    ("memory", "verified"),
    [
        (Memory(name="Ana", email="ANA@mail.example"), True),
        (Memory(name="Ana", email="noa@work.example"), False),  # not what the site vouches for
        (Memory(name="Ana", email="ana@mail.example", phone="+34600123456"), False),
        (Memory(name="Ana"), False),  # nowhere to reply to
    ],
)
def test_a_contact_is_verified_if_the_site_vouches_for_every_address(memory, verified):
    contact = contact_of(memory, ANA)
    assert (contact.verified, contact.external_id) == (verified, "u-17")


def test_d1_whoever_says_themselves_who_they_are_is_not_verified():
    visitor = Visitor("mail:ana@example.com", UNTIL, email="ana@example.com", vouched=False)
    contact = contact_of(with_visitor(Memory(), visitor), visitor)
    assert contact.email == "ana@example.com"
    assert (contact.verified, contact.external_id) == (False, None)


def test_without_a_visitor_nothing_is_verified():
    memory = Memory(name="Ana", email="ana@mail.example")
    assert contact_of(memory, None) == Contact("Ana", "ana@mail.example", None)


def test_a_phone_is_the_same_however_it_is_written():
    visitor = Visitor("u-17", UNTIL, phone="+34 600 123 456")
    assert contact_of(Memory(phone="+34600123456"), visitor).verified
