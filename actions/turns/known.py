"""What is known of the contact and the matter: details, kept whenever they are mentioned."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.tickets.written_form import WrittenForm
from actions.turns.heard import Detail, Heard
from actions.turns.memory import Memory

ADDRESSES = frozenset({"email", "phone"})
CAPITALISED = re.compile(r"(?:[ -][^\W\d_a-zß-ÿ][^\W\d_]+)+")
OF_BUTTONS = frozenset({"field", "value", "article", "helpful"})
# Among the details: what else the contact wants to know, whatever the matter is.
ALSO_ASKS = "also_asks"
NO_FORMS: Mapping[str, WrittenForm] = {}
# Fields at which a new address or name is surely meant as the contact's own.
OPEN_TO_CHANGE = frozenset({"confirmed", "change"})
# "the right contact is …": a message with so few words beside the address is about it.
WORDS_AROUND = 6
# Whom to reply to and about which order is seldom asked about and often put as a question: "can
# you change my mail to …?". Shops and products in a question are no part of the matter.
TOLD_IN_QUESTIONS = frozenset({"order_number", "email", "phone"})


def with_details(
    memory: Memory, heard: Heard, *, asks: bool = False, forms: Mapping[str, WrittenForm] = NO_FORMS
) -> tuple[Memory, tuple[str, ...]]:
    """Keeps every detail of a message; second, the fields whose earlier value it replaced.

    `asks`: it is a question beside the matter, of which little is kept. `forms`: how the company
    writes other numbers, by the name of their field.
    """
    details = _told_in_a_question(memory, heard) if asks else heard.details
    updated = _with_addresses(memory, details, heard)
    for detail in details:
        updated = _with_detail(updated, detail, heard)
    if not heard.is_button:
        numbers = {name: form.read(heard.text) for name, form in forms.items()}
        written = {name: number for name, number in numbers.items() if number is not None}
        updated = replace(updated, details=written | updated.details)
    changed = tuple(
        name
        for name in ("order_number", "contact", "name")
        if getattr(memory, name) not in (None, getattr(updated, name))
    )
    return updated, changed


def without_skipped(memory: Memory, name: str) -> Memory:
    """The same with a field that was left out asked for, or told after all."""
    left = [each for each in memory.skipped or () if each != name]
    return replace(memory, skipped=left or None)


def without_details(memory: Memory, kinds: Collection[str]) -> Memory:
    """Forgets what else was mentioned, by its kind."""
    kept = {kind: value for kind, value in memory.details.items() if kind not in kinds}
    return replace(memory, details=kept)


def _told_in_a_question(memory: Memory, heard: Heard) -> Sequence[Detail]:
    told = {detail.kind for detail in heard.details} & TOLD_IN_QUESTIONS
    # Beside an address a name is the contact's; "can Nuria fetch it?" tells of somebody else.
    at_name = memory.requested_slot == "name"
    taken = told | ({"name"} if told or at_name else set())
    return [detail for detail in heard.details if detail.kind in taken]


def _with_detail(memory: Memory, detail: Detail, heard: Heard) -> Memory:
    kind, value = detail.kind, _whole(detail, heard)
    if kind in OF_BUTTONS or kind in ADDRESSES:
        return memory
    if kind == "name":
        # "I spoke to Nuria": a name in passing is nobody's correction.
        takes = memory.name is None or _is_correction(memory, "name", heard)
        return memory.knowing("name", value) if takes else memory
    if kind == "order_number":
        return memory.knowing("order_number", value)
    return replace(memory, details={kind: value, **memory.details})


def _whole(detail: Detail, heard: Heard) -> str:
    """The value; with a name the capitalised words behind it: "vale" is a word, Ray Vale is not."""
    more = CAPITALISED.match(heard.text.partition(detail.raw)[2]) if detail.kind == "name" else None
    return detail.value + more[0] if more else detail.value


def _with_addresses(memory: Memory, details: Sequence[Detail], heard: Heard) -> Memory:
    """The first address is where to reply; another one only if it is meant to replace it.

    What it replaces is not written to any more, be it an e-mail and this a phone number.
    """
    addresses = [each for each in details if each.kind in ADDRESSES]
    # "not a@example.com but b@example.com": the one that is not known yet is meant.
    new = next((each for each in addresses if each.value != memory.contact), None)
    if new is None:
        return memory
    beside = {each.kind: each.value for each in reversed(addresses) if each.kind != new.kind}
    if memory.contact is None:
        told: dict[str, Any] = {**beside, new.kind: new.value}
        known = replace(memory, **told)
        return known.knowing("contact", new.value) if memory.form_run else known
    about = memory.requested_slot != "summary" and _is_about(new, heard)
    if about or _is_correction(memory, "contact", heard):
        only: dict[str, Any] = {"email": None, "phone": None, **beside, new.kind: new.value}
        return replace(memory, **only, contact=new.value)
    return replace(memory, details={new.kind: new.value, **memory.details})


def _is_about(address: Detail, heard: Heard) -> bool:
    return len(heard.text.replace(address.raw, " ").split()) <= WORDS_AROUND


def _is_correction(memory: Memory, field: str, heard: Heard) -> bool:
    return memory.requested_slot in OPEN_TO_CHANGE | {field} or heard.act == "correct"
