"""What the company's site tells of its visitor, in the ticket form and in the ticket."""

import re
from dataclasses import replace
from typing import Any

from actions.contact import Contact
from actions.conversations.visitors import Visitor
from actions.turns.memory import Memory

TOLD = ("name", "email", "phone")
ID = "id"


def with_visitor(memory: Memory, visitor: Visitor | None) -> Memory:
    """Fills what the contact has not said; what they said themselves stands."""
    if visitor is None:
        return memory
    told: dict[str, Any] = {
        name: getattr(visitor, name)
        for name in TOLD
        if getattr(memory, name) is None and getattr(visitor, name) is not None
    }
    if memory.email or memory.phone:  # where to reply was said: no second address beside it
        told = {name: value for name, value in told.items() if name == "name"}
    vouched = (memory.vouched or {}) | told | {ID: visitor.external_id}
    return replace(memory, **told, vouched=vouched)


def without_former(memory: Memory, visitor: Visitor | None) -> Memory:
    """Forgets what was filled in for a visitor who has logged out, or for another one."""
    vouched = memory.vouched
    if vouched is None or (visitor is not None and visitor.external_id == vouched[ID]):
        return memory
    former: dict[str, Any] = {
        name: None for name in TOLD if name in vouched and getattr(memory, name) == vouched[name]
    }
    contact = None if memory.contact in vouched.values() else memory.contact
    return replace(memory, **former, contact=contact, vouched=None)


def contact_of(memory: Memory, visitor: Visitor | None) -> Contact:
    """Who asks; verified if the site vouches for every address that is given."""
    given = Contact(name=memory.name, email=memory.email, phone=memory.phone)
    if visitor is None or not visitor.vouched:
        return given
    addresses = [
        (given.email, visitor.email, _same_email),
        (given.phone, visitor.phone, _same_phone),
    ]
    verified = any(value for value, _, _ in addresses) and all(
        value is None or (vouched is not None and same(value, vouched))
        for value, vouched, same in addresses
    )
    return replace(given, verified=verified, external_id=visitor.external_id)


def _same_email(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _same_phone(one: str, other: str) -> bool:
    return re.sub(r"[^\d+]", "", one) == re.sub(r"[^\d+]", "", other)
