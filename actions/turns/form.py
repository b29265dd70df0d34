"""The ticket form, decided without effects: which field is next, and what a message means for it.

Rasa keeps the form active and calls us with each message; everything that a message can do to the
form is decided here, so no rule is needed per field, act or language.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from actions.turns.heard import Heard
from actions.turns.memory import Memory
from kb_index import Answer, NoAnswer, Suggestions

Found = Answer | Suggestions | NoAnswer

FIELDS = ("summary", "order_number", "contact", "name", "confirmed")
SKIPPABLE = frozenset({"order_number"})

# Below these an act is only a guess: then the message is more likely the value that was asked for.
CLEAR_COMMAND = 0.6
CLEAR_QUESTION = 0.7
CLEAR_MANNERS = 0.8
# From here a topic is worth routing by; below it the desk's fallback team sees the ticket.
CLEAR_TOPIC = 0.35

ASKING = frozenset({"ask", "status"})
MANNERS = frozenset({"greet", "thank", "bye", "smalltalk", "abuse"})
# Acts whose words say what the matter is; "a person, please" alone does not.
TELLING = frozenset({"ask", "complain"})

LONGEST_NAME = 60
NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+){0,5}\.?")


@dataclass(frozen=True, slots=True)
class Line:
    """One of the bot's fixed texts, by the name of its response."""

    response: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormStep:
    """What the form remembers and says after a message; it has ended when nothing is requested."""

    memory: Memory
    lines: tuple[Line, ...] = ()
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class FormRules:
    """What a company's desk file says about the form."""

    needs: Callable[[str], Collection[str]]  # topic → fields its team cannot work without
    is_a_matter: Callable[[str], bool]  # topic → whether it says what the matter is
    order_number: Callable[[str], str | None]  # the order number in a text, normalised


def start(memory: Memory, heard: Heard, rules: FormRules, *, reasons: Collection[str]) -> FormStep:
    """Begins the form with what is already known; nothing of that is asked again."""
    told = _tells_the_matter(heard, rules)
    reason = heard.act if heard.act in reasons else "person"
    begun = replace(
        memory,
        form_run=heard.message_id,
        reason=reason,
        summary=heard.text if told else memory.question,
        topic=clear_topic(heard) if told else memory.topic,
        contact=memory.email or memory.phone,
        offered=None,
    )
    begun, _ = _with_details(begun, heard)
    return _ask_next(begun, rules, Line(f"utter_start_{reason}"))


def go_on(memory: Memory, heard: Heard, rules: FormRules, search: Callable[[], Found]) -> FormStep:
    """What a message does to a running form. `search` looks the message up in the articles."""
    if heard.is_button or heard.act_confidence >= CLEAR_COMMAND:
        if (move := MOVES.get(heard.act)) and (step := move(memory, heard, rules)):
            return step
    updated, changed = _with_details(memory, heard)
    if changed:
        return _ask_next(updated, rules, *(_changed(updated, name) for name in changed))
    if _value_of(updated, updated.requested_slot) != _value_of(memory, memory.requested_slot):
        return _ask_next(updated, rules)
    if _is_question(heard):
        return _with_answer(updated, heard, rules, search())
    return _take_value(updated, heard, rules)


def next_field(memory: Memory, needs: Collection[str]) -> str | None:
    """The first field that is needed and not known; None when the form is complete."""
    skipped = memory.skipped or []
    for name in FIELDS:
        wanted = name not in SKIPPABLE or name in needs
        if wanted and name not in skipped and getattr(memory, name) is None:
            return name
    return None


def clear_topic(heard: Heard) -> str | None:
    """The message's topic, if it is clear enough to route by."""
    return heard.topic if heard.topic and heard.topic_confidence >= CLEAR_TOPIC else None


# Moves: what a clear act does. A move that does not apply returns None, and the message is read on.


def _cancel(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if heard.details:
        return None
    return FormStep(replace(memory, cancelled=True, requested_slot=None))


def _affirm(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if memory.requested_slot != "confirmed" or heard.details:
        return None
    return FormStep(replace(memory, confirmed="yes", requested_slot=None))


def _deny(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if heard.details:
        return None
    if memory.requested_slot == "confirmed":
        return FormStep(memory, (Line("utter_ask_change"),))
    return _skip(memory, heard, rules)


def _skip(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    name = memory.requested_slot
    if name not in SKIPPABLE:
        return None
    return _ask_next(replace(memory, skipped=[*(memory.skipped or []), name]), rules)


def _correct(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    return None if heard.details else FormStep(memory, (Line("utter_ask_change"),))


def _change(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    chosen = heard.detail("field")
    if chosen is None or chosen.value not in FIELDS:
        return None
    # The old value stays until a good new one comes.
    return FormStep(replace(memory, requested_slot=chosen.value), (_question(chosen.value),))


def _person(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if heard.details:
        return None
    return FormStep(memory, (Line("utter_person_is_coming"), _question(_requested(memory))))


MOVES: dict[str, Callable[[Memory, Heard, FormRules], FormStep | None]] = {
    "cancel": _cancel,
    "affirm": _affirm,
    "deny": _deny,
    "skip": _skip,
    "correct": _correct,
    "change": _change,
    "person": _person,
}


def _ask_next(memory: Memory, rules: FormRules, *before: Line) -> FormStep:
    """Asks the next field; after the last one the contact confirms the whole."""
    name = next_field(memory, rules.needs(memory.topic or ""))
    asked = replace(memory, requested_slot=name, tries=0)
    return FormStep(asked, (*before, _question(name)) if name else before)


def _question(name: str) -> Line:
    return Line(f"utter_form_{name}")


def _requested(memory: Memory) -> str:
    return memory.requested_slot or FIELDS[0]


def _value_of(memory: Memory, name: str | None) -> object:
    return getattr(memory, name) if name else None


def _tells_the_matter(heard: Heard, rules: FormRules) -> bool:
    if heard.is_button:
        return False
    topic = clear_topic(heard)
    return heard.act in TELLING or (topic is not None and rules.is_a_matter(topic))


def _with_details(memory: Memory, heard: Heard) -> tuple[Memory, tuple[str, ...]]:
    """Keeps every detail of the message; second, the fields whose earlier value it replaced."""
    updated = memory
    for detail in heard.details:
        updated = _with_detail(updated, detail.kind, detail.value)
    changed = tuple(
        name
        for name in ("order_number", "contact", "name")
        if getattr(memory, name) not in (None, getattr(updated, name))
    )
    return updated, changed


def _with_detail(memory: Memory, kind: str, value: str) -> Memory:
    if kind in ("email", "phone"):
        return memory.knowing(kind, value).knowing("contact", value)
    if kind == "name" and memory.name and memory.requested_slot not in ("name", "confirmed"):
        return memory  # a name in passing ("I spoke to Nuria") is not a correction
    if kind in ("order_number", "name"):
        return memory.knowing(kind, value)
    if kind in ("field", "article", "helpful"):
        return memory
    return replace(memory, details={kind: value, **memory.details})


def _changed(memory: Memory, name: str) -> Line:
    return Line("utter_changed", {"value": str(getattr(memory, name))})


def _is_question(heard: Heard) -> bool:
    asks = heard.act in ASKING and heard.act_confidence >= CLEAR_QUESTION
    return not heard.is_button and (asks or "?" in heard.text)


def _with_answer(memory: Memory, heard: Heard, rules: FormRules, found: Found) -> FormStep:
    """Answers a question inside the form, which goes on with the field it had asked for."""
    question = _question(_requested(memory))
    if not isinstance(found, NoAnswer):
        return FormStep(memory, (question,), found)
    if memory.requested_slot == "summary":
        return _take_value(memory, heard, rules)
    also = " | ".join(filter(None, (memory.details.get("also_asks"), heard.text)))
    noted = replace(memory, details={**memory.details, "also_asks": also})
    return FormStep(noted, (Line("utter_noted"), question), found)


def _take_value(memory: Memory, heard: Heard, rules: FormRules) -> FormStep:
    """Takes the message as the value asked for; a bad value never replaces a good one."""
    name = _requested(memory)
    value = None if _is_manners(heard) else _read(name, heard, rules)
    if value is None:
        return FormStep(replace(memory, tries=memory.tries + 1), (Line(f"utter_wrong_{name}"),))
    before = getattr(memory, name)
    taken = memory.knowing(name, value)
    if name == "summary" and (topic := clear_topic(heard)):
        taken = replace(taken, topic=topic)
    return _ask_next(taken, rules, *([_changed(taken, name)] if before is not None else []))


def _is_manners(heard: Heard) -> bool:
    return heard.is_button or (heard.act in MANNERS and heard.act_confidence >= CLEAR_MANNERS)


def _read(name: str, heard: Heard, rules: FormRules) -> str | None:
    if name == "summary":
        return heard.text if len(heard.text.split()) >= 2 else None
    if name == "order_number":
        return rules.order_number(heard.text)
    if name == "name":
        fits = len(heard.text) <= LONGEST_NAME and NAME.fullmatch(heard.text)
        return heard.text if fits else None
    return None  # an e-mail or phone is a detail, and a yes is a move: neither is read from words
