"""What is remembered between turns."""

from dataclasses import fields, replace
from pathlib import Path

import yaml

from actions.turns.memory import FORGOTTEN_AFTER_A_FORM, Memory

DOMAIN = yaml.safe_load((Path(__file__).parents[3] / "domain.yml").read_text(encoding="utf-8"))


def test_every_field_has_its_slot_in_the_domain_and_the_other_way_round():
    # requested_slot is Rasa's own.
    remembered = {field.name for field in fields(Memory)} - {"requested_slot"}
    assert remembered == set(DOMAIN["slots"])


def test_no_slot_decides_which_rule_applies():
    for name, slot in DOMAIN["slots"].items():
        assert slot["type"] == "any" or slot["influence_conversation"] is False, name


def test_only_changes_are_written():
    before = Memory(language="es", name="Ana")
    assert replace(before, name="Eva").changes_since(before) == {"name": "Eva"}


def test_slots_come_back_as_they_were():
    memory = Memory(name="Ana", details={"amount": "20"}, skipped=["order_number"], tries=1)
    assert Memory.from_slots(memory.changes_since(Memory())) == memory


def test_after_a_ticket_only_who_the_contact_is_stays_known():
    kept = {field.name for field in fields(Memory)} - set(FORGOTTEN_AFTER_A_FORM)
    contact = {"name", "email", "phone"}
    said = {"noticed", "protocols", "calmed"}  # what is not said twice
    contact |= {"rated"}  # whose ticket they have just rated, until their next message
    assert kept == {
        "language",
        "locale",
        "message_id",
        "ticket",
        "vouched",
        *said,
        *contact,
    }
