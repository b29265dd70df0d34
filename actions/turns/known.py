"""What is known of the contact and the matter: details, kept whenever they are mentioned."""

from dataclasses import replace

from actions.turns.heard import Detail, Heard
from actions.turns.memory import Memory

ADDRESSES = frozenset({"email", "phone"})
OF_BUTTONS = frozenset({"field", "article", "helpful"})
# Fields at which a new address or name is surely meant as the contact's own.
OPEN_TO_CHANGE = frozenset({"confirmed", "change"})
# "my mail is …": a message with so few characters besides the detail is about it.
CHARACTERS_AROUND = 14


def with_details(memory: Memory, heard: Heard) -> tuple[Memory, tuple[str, ...]]:
    """Keeps every detail of a message; second, the fields whose earlier value it replaced."""
    updated = memory
    for detail in heard.details:
        updated = _with_detail(updated, detail, heard)
    changed = tuple(
        name
        for name in ("order_number", "contact", "name")
        if getattr(memory, name) not in (None, getattr(updated, name))
    )
    return updated, changed


def _with_detail(memory: Memory, detail: Detail, heard: Heard) -> Memory:
    kind, value = detail.kind, detail.value
    if kind in OF_BUTTONS:
        return memory
    if kind in ADDRESSES:
        return _with_address(memory, detail, heard)
    if kind == "name":
        # "I spoke to Nuria": a name in passing is nobody's correction.
        takes = memory.name is None or _is_correction(memory, "name", heard)
        return memory.knowing("name", value) if takes else memory
    if kind == "order_number":
        return memory.knowing("order_number", value)
    return replace(memory, details={kind: value, **memory.details})


def _with_address(memory: Memory, detail: Detail, heard: Heard) -> Memory:
    """The first address is where to reply; another one only if it is meant to replace it."""
    about_it = len(heard.text) - len(detail.raw) <= CHARACTERS_AROUND
    if memory.contact is None or about_it or _is_correction(memory, "contact", heard):
        known = memory.knowing(detail.kind, detail.value)
        return known.knowing("contact", detail.value) if memory.form_run else known
    return replace(memory, details={detail.kind: detail.value, **memory.details})


def _is_correction(memory: Memory, field: str, heard: Heard) -> bool:
    return memory.requested_slot in OPEN_TO_CHANGE | {field} or heard.act == "correct"
