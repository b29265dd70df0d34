"""Steps of the ticket form: its fields, what it remembers and says, and what it asks next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from actions.tickets import CallTime, Fields
from actions.turns.form_fields import in_order, value_of
from actions.turns.found import Findings
from actions.turns.memory import Memory

# Asked in place of a field: which one to change. No slot of its own.
CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Line:
    """One of the bot's fixed texts, by the name of its response; `decision` for its record.

    `about`: the field whose value it says.
    """

    response: str
    values: dict[str, str] = field(default_factory=dict)
    decision: str = ""
    about: str | None = None


OTHER_WAYS = Line("utter_contact_ways", decision="contact_ways")


@dataclass(frozen=True, slots=True)
class FormStep:
    """What the form remembers and says after a message; it has ended when nothing is requested.

    Before the lines it shows what was `found`, or the article that was `chosen`.
    """

    memory: Memory
    lines: tuple[Line, ...] = ()
    found: Findings | None = None
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class FormRules:
    """What a company's files say about the form."""

    is_a_matter: Callable[[str], bool]  # topic → whether it says what the matter is
    other_ways: bool  # whether a person can be reached otherwise, too
    field_named: Callable[[str], str | None]  # the field that words like "the name" mean
    fields: Fields  # the company's own
    today: date  # where the company is
    call_times: Callable[[date | None], Sequence[CallTime]] = (
        lambda _day: ()
    )  # offered, or of a day


def next_field(memory: Memory, rules: FormRules) -> str | None:
    """The first field that is asked and not known; None when the form is complete."""
    skipped = memory.skipped or []
    for name in in_order(memory, rules.fields, rules.today):
        if name not in skipped and known(name, memory, rules) is None:
            return name
    return None


def known(name: str, memory: Memory, rules: FormRules) -> str | None:
    """What is known of a field."""
    return value_of(name, memory, rules.fields, rules.today)


def ask_next(memory: Memory, rules: FormRules, *before: Line) -> FormStep:
    """Asks the next field; after the last one the contact confirms the whole."""
    name = next_field(memory, rules)
    asked = replace(memory, requested_slot=name, tries=0, refused=None)
    return FormStep(asked, (*before, question_for(name)) if name else before)


def asks_again(memory: Memory, name: str) -> FormStep:
    """Asks for a field once more; the old value stays until a good new one comes."""
    asked = replace(memory, requested_slot=name, tries=0, refused=None)
    return FormStep(asked, (question_for(name),))


def question_of(memory: Memory) -> Line:
    """The question that the form is at."""
    return question_for(requested(memory))


def question_for(name: str) -> Line:
    """How a field is asked for."""
    return Line("utter_ask_change" if name == CHANGE else f"utter_form_{name}")


def requested(memory: Memory) -> str:
    """The field that was asked for last."""
    return memory.requested_slot or "summary"
