"""Which fields the ticket form has for a matter, and what is known of each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from actions.tickets.fields import CONTACT, ORDER_NUMBER, Field, Fields
from actions.turns.form_values import chosen, claimed, normal, told
from actions.turns.heard import Heard
from actions.turns.known import ALSO_ASKS, OPEN_TO_CHANGE, TOLD_IN_QUESTIONS, without_skipped
from actions.turns.memory import Memory

# What the form asks of its own accord, and after what the company's own fields come.
OWN = ("summary", "contact", "name", "confirmed")
# In a grave case, and of somebody who is angry, nothing is asked but where to reply.
BRIEF = ("summary", "contact")


def is_brief(memory: Memory) -> bool:
    """Whether the form asks only where to reply."""
    return memory.protocol is not None or memory.mood is not None


def in_order(memory: Memory, fields: Fields, today: date) -> Iterator[str]:
    """The names of what is asked, in order."""
    if is_brief(memory):
        yield from BRIEF
        return
    yield "summary"
    yield from _wanted(fields.of_topic(memory.topic or ""), memory, fields, today)
    yield "contact"
    yield from _wanted(fields.of_every_ticket(), memory, fields, today)
    yield from ("name", "confirmed")


def company_fields(memory: Memory, fields: Fields, today: date) -> list[Field]:
    """The company's fields of this matter; the order number is one wherever it is known."""
    names = [name for name in in_order(memory, fields, today) if name in fields.fields]
    if memory.order_number and fields.order_number and ORDER_NUMBER not in names:
        names.insert(0, ORDER_NUMBER)
    return [fields.fields[name] for name in names]


def value_of(name: str, memory: Memory, fields: Fields, today: date) -> str | None:
    """What is known of a field: what was answered, else what was told before it was asked."""
    if name in OWN or name == ORDER_NUMBER:
        known: str | None = getattr(memory, name)
        return known
    if name in memory.answers:
        return memory.answers[name]
    field = fields.fields[name]
    if not field.prefill:
        return None
    if field.kind == "choice":
        return chosen(field, memory.summary or "")
    if name in memory.details:  # by the form in which the company writes it
        return memory.details[name]
    before = memory.details.get(field.kind) if _is_first(field, memory, fields) else None
    return normal(field, before, today) if before is not None else None


def of_another_matter(memory: Memory, fields: Fields) -> Memory:
    """Forgets what was told for a matter that was taken back: another one has its own order.

    Whom to reply to, when to call and what else was asked are the contact's, whatever the matter.
    """
    theirs = fields.every_ticket
    return replace(
        memory,
        order_number=None,
        details={kind: each for kind, each in memory.details.items() if kind == ALSO_ASKS},
        answers={name: each for name, each in memory.answers.items() if name in theirs},
        skipped=[name for name in memory.skipped or () if name in theirs] or None,
    )


def of_this_matter(memory: Memory, fields: Fields, today: date) -> Memory:
    """Forgets the answers that another matter was given and this one tells anew."""
    bare = replace(memory, answers={})
    kept = {
        name: value
        for name, value in memory.answers.items()
        if name not in fields.fields or value_of(name, bare, fields, today) is None
    }
    return replace(memory, answers=kept)


def with_answers(
    memory: Memory, heard: Heard, fields: Fields, today: date, *, asks: bool = False
) -> tuple[Memory, tuple[str, ...], Heard]:
    """Keeps what a message tells of the company's fields; second, those whose earlier value it
    replaced; third, the message less what answered the field that was asked for, or corrected one.

    `asks`: it is a question, of which only numbers and addresses are kept.
    """
    updated, changed = memory, []
    rest, taken = heard, set[str]()
    for field in _asked_first(memory, fields, today):
        value = told(field, heard, today)
        asked = field.name == memory.requested_slot
        if value is None or field.kind in taken or (asks and not _is_told_in_questions(field)):
            continue
        before = value_of(field.name, updated, fields, today)
        if not _takes(field, before, memory, heard, asked=asked):
            continue
        if field.form is None and field.kind != "choice":
            taken |= {field.kind}
        if asked or before is not None:  # of a correction, too, nothing else is to be kept
            gone = claimed(field, heard)
            kept = tuple(each for each in rest.details if each.kind not in gone)
            rest = replace(heard, details=kept)
        if value != before or asked:
            updated = without_skipped(updated.knowing(field.name, value), field.name)
        if before is not None and value != before:
            changed.append(field.name)
    return updated, tuple(changed), rest


def tells_of_a_field(memory: Memory, heard: Heard, fields: Fields, today: date) -> bool:
    """Whether a message has a value for one of the company's fields of this matter."""
    own = company_fields(memory, fields, today)
    return any(told(field, heard, today) is not None for field in own)


def _is_told_in_questions(field: Field) -> bool:
    """Whether in a question it is meant as a value: "do you see RE-30412?" does, "do you repair
    consoles?" tells of no product.
    """
    return field.form is not None or field.kind in TOLD_IN_QUESTIONS


def _takes(field: Field, before: str | None, memory: Memory, heard: Heard, *, asked: bool) -> bool:
    """A first value is taken wherever it may be, another one only from who means to correct it."""
    if asked:
        return True
    if memory.requested_slot == "summary":
        return False  # what the matter mentions is told before it was asked
    if before is None:
        return field.prefill
    return memory.requested_slot in OPEN_TO_CHANGE or heard.act == "correct"


def _asked_first(memory: Memory, fields: Fields, today: date) -> list[Field]:
    """The fields of this matter but for the order number, which is known wherever it is told."""
    of_matter = company_fields(memory, fields, today)
    own = [field for field in of_matter if field.name != ORDER_NUMBER]
    return sorted(own, key=lambda field: field.name != memory.requested_slot)


def _is_first(field: Field, memory: Memory, fields: Fields) -> bool:
    """Whether of several fields of a kind it is the one that takes what was told."""
    names = (*fields.topics.get(memory.topic or "", ()), *fields.every_ticket)
    alike = [
        name
        for name in names
        if fields.fields[name].kind == field.kind and fields.fields[name].prefill
    ]
    return alike[:1] == [field.name]


def _wanted(
    several: tuple[Field, ...], memory: Memory, fields: Fields, today: date
) -> Iterator[str]:
    for field in several:
        if all(
            _decides(other, memory, fields, today) in values for other, values in field.when.items()
        ):
            yield field.name


def _decides(name: str, memory: Memory, fields: Fields, today: date) -> str | None:
    """The value of what decides whether another field is asked; of the contact, its kind."""
    if name != CONTACT:
        return value_of(name, memory, fields, today)
    if memory.contact is None:
        return None
    return "phone" if memory.contact == memory.phone else "email"
