"""What a clear act does in the ticket form.

A move that does not apply returns None, and the message is read on.
"""

from collections.abc import Callable
from dataclasses import replace

from actions.tickets.fields import YES_NO
from actions.turns.form_fields import OWN, tells_of_a_field
from actions.turns.form_reading import PATIENCE, has_question_mark
from actions.turns.form_step import (
    CHANGE,
    OTHER_WAYS,
    FormRules,
    FormStep,
    Line,
    ask_next,
    asks_again,
    known,
    question_of,
)
from actions.turns.heard import Heard
from actions.turns.known import without_skipped
from actions.turns.memory import Memory

# Below these an act is only a guess: then the message is more likely the value that was asked for.
CLEAR_COMMAND = 0.6
# Of these a short message that names a field is taken as a wish to change it.
PERHAPS_A_CHANGE = 0.3


def named_to_change(memory: Memory, heard: Heard, rules: FormRules) -> str | None:
    """The field that a message names, if that is hardly anything but a wish to change it."""
    if memory.requested_slot == CHANGE:
        return rules.field_named(heard.text)
    if heard.is_button or heard.details or has_question_mark(heard):
        return None
    named = None if memory.requested_slot == "summary" else rules.field_named(heard.text)
    if named is None or known(named, memory, rules) is None:
        return None
    return named if _is_perhaps_a_change(memory, heard, named) else None


def corrects(memory: Memory, heard: Heard, named: str | None, rules: FormRules) -> bool:
    """Whether a message takes back what was told: clearly, or by a few unclear words that name it.

    "that order was not mine" does; "my order was stolen" clearly complains.
    """
    if heard.act == "correct" and heard.act_confidence >= CLEAR_COMMAND:
        return True
    unclear = heard.act in ("correct", "deny") or heard.act_confidence < CLEAR_COMMAND
    return named is not None and known(named, memory, rules) is not None and unclear


def _is_perhaps_a_change(memory: Memory, heard: Heard, named: str) -> bool:
    """Nobody opens a second request inside the form, nor says no to what was not asked."""
    if heard.act == "correct":
        return heard.act_confidence >= PERHAPS_A_CHANGE
    another = heard.act == "deny" and named != memory.requested_slot
    return heard.act == "open_ticket" or another or heard.act_confidence < CLEAR_COMMAND


def _cancel(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if heard.details:
        return None
    return FormStep(replace(memory, cancelled=True, requested_slot=None))


def _affirm(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if (answer := _yes_or_no(memory, "yes", rules)) is not None:
        return answer
    if memory.requested_slot != "confirmed" or heard.details:
        return None
    return FormStep(replace(memory, confirmed="yes", requested_slot=None))


def _deny(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if (answer := _yes_or_no(memory, "no", rules)) is not None:
        return answer
    if heard.details:
        return None
    if memory.requested_slot == "confirmed":
        return _correct(memory, heard, rules)
    if memory.requested_slot == CHANGE:
        return ask_next(memory, rules)  # nothing, after all
    return _skip(memory, heard, rules)


def _yes_or_no(memory: Memory, value: str, rules: FormRules) -> FormStep | None:
    field = rules.fields.fields.get(memory.requested_slot or "")
    if field is None or field.kind != "yes_no":
        return None
    return _filled(field.name, value, memory, rules)


def _fill(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    """A button below the question for a field, be it this one's or an earlier one's."""
    name, value = heard.detail("field"), heard.detail("value")
    field = rules.fields.fields.get(name.value if name else "")
    if field is None or value is None:
        return None
    offered = (
        {str(each) for each in rules.call_times(None)}
        if field.kind == "call_time"
        else {*field.choices, *(YES_NO if field.kind == "yes_no" else ())}
    )
    if value.value not in offered:
        return FormStep(memory, (question_of(memory),))  # an hour that has gone meanwhile
    return _filled(field.name, value.value, memory, rules)


def _filled(name: str, value: str, memory: Memory, rules: FormRules) -> FormStep:
    before = known(name, memory, rules)
    filled = without_skipped(memory.knowing(name, value), name)
    changed = () if before in (None, value) else (Line("utter_changed", about=name),)
    return ask_next(filled, rules, *changed)


def _skip(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    field = rules.fields.fields.get(memory.requested_slot or "")
    if field is None or not field.may_be_skipped:
        return None
    return _without(field.name, memory, rules)


def _without(name: str, memory: Memory, rules: FormRules, *lines: Line) -> FormStep:
    return ask_next(replace(memory, skipped=[*(memory.skipped or []), name]), rules, *lines)


def _correct(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if heard.details or tells_of_a_field(memory, heard, rules.fields, rules.today):
        return None
    if not heard.is_button and (named := rules.field_named(heard.text)):
        return asks_again(memory, named)
    return FormStep(replace(memory, requested_slot=CHANGE), (Line("utter_ask_change"),))


def _change(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    pressed = heard.detail("field")
    there = (*OWN, *rules.fields.fields)
    return asks_again(memory, pressed.value) if pressed and pressed.value in there else None


def _person(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if heard.details:
        return None
    field = rules.fields.fields.get(memory.requested_slot or "")
    if field is not None and memory.tries >= PATIENCE:
        return _without(field.name, memory, rules, Line("utter_person_asks"))
    ways = (OTHER_WAYS,) if rules.other_ways else ()
    coming = Line("utter_person_is_coming")
    return FormStep(memory, (coming, *ways, question_of(memory)))


def _choose(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    pressed = heard.detail("article")
    if pressed is None:
        return None
    return FormStep(memory, (question_of(memory),), chosen=pressed.value)


def _rate(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    pressed = heard.detail("helpful")
    thanks = Line("utter_rated", decision=f"helpful_{pressed.value if pressed else 'no'}")
    return FormStep(memory, (thanks, question_of(memory)))


def _aside(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    """A button of another ticket: it has its own reply, and the form goes on with its question."""
    return FormStep(memory, (question_of(memory),))


MOVES: dict[str, Callable[[Memory, Heard, FormRules], FormStep | None]] = {
    "cancel": _cancel,
    "affirm": _affirm,
    "deny": _deny,
    "skip": _skip,
    "fill": _fill,
    "correct": _correct,
    "change": _change,
    "person": _person,
    "choose_article": _choose,
    "rate_answer": _rate,
    "answer_resolution": _aside,
    "rate_ticket": _aside,
}
