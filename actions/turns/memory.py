"""Memory: what is remembered of a conversation between turns; the slots of `domain.yml`, typed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Memory:
    """Each field is the slot of the same name."""

    language: str | None = None
    locale: str | None = None  # the page's language at the last message
    message_id: str | None = None  # the message last acted on
    question: str | None = None  # the last one asked, for a ticket if its answer does not help
    subject: str | None = None  # the last question that did not lean on one before it
    article: str | None = None  # the last one shown
    offered: str | None = None  # what a "yes" would accept, e.g. "ticket"
    ticket: str | None = None  # the number of the last one
    rated: str | None = None  # the number of the one just rated, until the next message
    noticed: list[str] | None = None  # hashes of the notices that were said
    vouched: dict[str, str] | None = None  # what the site told of its visitor, by slot; their `id`

    protocol: str | None = None  # the kind of the one that is under way, e.g. `danger`
    protocols: list[str] | None = None  # the kinds of those that were said
    mood: str | None = None  # `angry` from the first angry message on
    calming: str | None = None  # how far: `listening`, then `solving`
    calmed: list[str] | None = None  # the calming lines that were said; none is said twice

    requested_slot: str | None = None
    form_run: str | None = None  # the message that started the form: one run, one ticket
    reason: str | None = None  # the act that led to the form
    topic: str | None = None
    summary: str | None = None
    order_number: str | None = None
    email: str | None = None
    phone: str | None = None
    name: str | None = None
    contact: str | None = None  # the e-mail or phone to reply to
    confirmed: str | None = None
    cancelled: bool | None = None
    skipped: list[str] | None = None
    details: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)  # to the company's fields, by name
    of_summary: list[str] | None = None  # the kinds of details that came with the summary
    refused: str | None = None  # the last answer that did not look like one
    tries: int = 0  # answers in a row that did not fit the field asked for

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Self:
        """The memory that Rasa's slots hold; an empty slot is the default."""
        known = {
            each.name: slots[each.name] for each in fields(cls) if slots.get(each.name) is not None
        }
        return cls(**known)

    def knowing(self, name: str, value: str) -> "Memory":
        """The same with one more slot of text filled, or one of the company's fields answered."""
        if name not in self.__slots__:
            return replace(self, answers={**self.answers, name: value})
        changed: dict[str, Any] = {name: value}
        return replace(self, **changed)

    def changes_since(self, earlier: "Memory") -> dict[str, Any]:
        """Slot name → new value, for the slots that differ."""
        before, after = asdict(earlier), asdict(self)
        return {name: value for name, value in after.items() if before[name] != value}


FORGOTTEN_AFTER_A_FORM: dict[str, Any] = {
    "protocol": None,
    "mood": None,
    "calming": None,
    "article": None,
    "requested_slot": None,
    "form_run": None,
    "reason": None,
    "topic": None,
    "summary": None,
    "order_number": None,
    "contact": None,
    "confirmed": None,
    "cancelled": None,
    "skipped": None,
    "details": {},
    "answers": {},
    "of_summary": None,
    "refused": None,
    "tries": 0,
    "question": None,
    "subject": None,
    "offered": None,
}
