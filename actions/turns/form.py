"""The ticket form, decided without effects: which field is next, and what a message means for it.

Rasa keeps the form active and calls us with each message; everything that a message can do to the
form is decided here, so no rule is needed per field, act or language.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from actions.turns.form_fields import of_another_matter, of_this_matter, with_answers
from actions.turns.form_moves import CLEAR_COMMAND, MOVES, named_to_change
from actions.turns.form_reading import (
    NO_VALUE,
    PATIENCE,
    clear_topic,
    has_question_mark,
    is_clear,
    is_question,
    is_told,
    own_words,
    tells_a_matter_calmly,
    tells_the_matter,
    value_in,
)
from actions.turns.form_step import (
    CHANGE,
    OTHER_WAYS,
    FormRules,
    FormStep,
    Line,
    ask_next,
    asks_again,
    known,
    question_for,
    question_of,
    requested,
)
from actions.turns.found import Findings
from actions.turns.heard import Heard
from actions.turns.known import ALSO_ASKS, with_details, without_details, without_skipped
from actions.turns.memory import Memory

CLEARLY_NO_VALUE = 0.8


def start(memory: Memory, heard: Heard, rules: FormRules, *, reasons: Collection[str]) -> FormStep:
    """Begins the form with what is already known; nothing of that is asked again."""
    told = tells_the_matter(heard, rules)
    otherwise = "ask" if told and has_question_mark(heard) else "person"
    reason = heard.act if heard.act in reasons else otherwise
    summary = heard.text if told else memory.question
    begun = replace(
        memory,
        form_run=heard.message_id,
        reason=reason,
        summary=summary,
        topic=clear_topic(heard) if told else memory.topic,
        of_summary=sorted(memory.details) if summary else None,
        contact=memory.email or memory.phone,
        offered=None,
    )
    nothing_found = reason == "ask"
    decision = "no_answer" if nothing_found else f"start_{reason}"
    lines = [Line(f"utter_start_{reason}", decision=decision)]
    if reason == "person" and rules.other_ways:
        lines.append(OTHER_WAYS)
    return ask_next(begun, rules, *lines)


def start_brief(
    memory: Memory, heard: Heard, rules: FormRules, *, reason: str, lines: Sequence[Line] = ()
) -> FormStep:
    """Begins, or goes on with, the form of a grave case or an angry contact: only where to reply
    is asked.
    """
    begun = replace(
        memory,
        form_run=memory.form_run or heard.message_id,
        reason=reason,
        summary=memory.summary or memory.question or own_words(heard),
        topic=memory.topic or clear_topic(heard),
        contact=memory.contact or memory.email or memory.phone,
        offered=None,
    )
    return ask_next(begun, rules, *lines)


def go_on(
    memory: Memory, heard: Heard, rules: FormRules, search: Callable[[], Findings]
) -> FormStep:
    """What a message does to a running form. `search` looks the message up in the articles."""
    if named := named_to_change(memory, heard, rules):
        return asks_again(memory, named)
    if is_clear(heard, memory, CLEAR_COMMAND):
        if (move := MOVES.get(heard.act)) and (step := move(memory, heard, rules)):
            return step
    if step := _told_by_name(memory, heard, rules):
        return step
    asks = is_question(heard)
    if memory.requested_slot == "summary":  # it may name details, and is more than they
        if asks or tells_a_matter_calmly(memory, heard):
            return _with_answer(memory, heard, rules, search())
        return _take_value(memory, heard, rules)
    told, changed, rest = with_answers(memory, heard, rules.fields, rules.today, asks=asks)
    updated, replaced = with_details(told, rest, asks=asks, forms=rules.fields.forms)
    if changed or replaced:
        return ask_next(updated, rules, *map(_changed, (*replaced, *changed)))
    if is_told(memory, heard, rules):
        return ask_next(updated, rules)
    if asks:
        return _with_answer(updated, heard, rules, search())
    return _take_value(updated, heard, rules)


def _told_by_name(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    """What "the name is another one: Eva" does: the field and its new value in one message."""
    before, colon, after = heard.text.partition(":")
    named = rules.field_named(before) if colon and not heard.is_button else None
    if named is None:
        return None
    told = replace(heard, text=after.strip())
    return _taken(replace(memory, requested_slot=named), told, rules)


def _changed(name: str) -> Line:
    return Line("utter_changed", about=name)


def _with_answer(memory: Memory, heard: Heard, rules: FormRules, found: Findings) -> FormStep:
    """Answers a question inside the form, which goes on with the field it had asked for."""
    if not found.is_nothing:
        memory = replace(memory, subject=found.subject)
    question = question_of(memory)
    if memory.requested_slot == "summary":
        # What the matter is may well be put as a question; a sure answer is offered first. Told
        # without a question mark, it is the matter all the same, and nobody tells it twice.
        if not found.is_sure:
            return _take_value(memory, heard, rules)
        if not has_question_mark(heard) or memory.tries >= PATIENCE:
            # "hang on, I'm looking for it" finds what the question before it found, and is nothing.
            alone = found.subject == heard.text
            taken = _take_value(memory, heard, rules, is_enough=alone)
            return replace(taken, found=found) if alone else taken
        return FormStep(replace(memory, tries=memory.tries + 1), (question,), found)
    if not found.is_nothing:
        if not found.leaves_open:
            return FormStep(memory, (question,), found)
        return FormStep(
            _noted(memory, heard), (Line("utter_noted_other", decision="noted"), question), found
        )
    return FormStep(_noted(memory, heard), (Line("utter_noted", decision="noted"), question), found)


def _noted(memory: Memory, heard: Heard) -> Memory:
    also = " | ".join(filter(None, (memory.details.get(ALSO_ASKS), heard.text)))
    return replace(memory, details={**memory.details, ALSO_ASKS: also})


def _take_value(
    memory: Memory, heard: Heard, rules: FormRules, *, is_enough: bool = False
) -> FormStep:
    """Takes the message as the value asked for; a bad value never replaces a good one.

    `is_enough`: however short; "refund" is a matter, if it surely found an article.
    """
    no_value = heard.act in NO_VALUE and is_clear(heard, memory, CLEARLY_NO_VALUE)
    if not heard.is_button and not no_value:
        if step := _taken(memory, heard, rules, is_enough=is_enough):
            return step
    refused = replace(memory, tries=memory.tries + 1, refused=heard.text)
    return _explain(refused, requested(memory), rules)


def _taken(
    memory: Memory, heard: Heard, rules: FormRules, *, is_enough: bool = False
) -> FormStep | None:
    name = requested(memory)
    patient = is_enough or memory.tries >= PATIENCE
    value = value_in(name, memory, heard, rules, patient=patient)
    if value is None:
        return None
    before = known(name, memory, rules)
    of_matter = _with_matter(memory, heard, rules) if name == "summary" else memory
    taken = without_skipped(of_matter.knowing(name, value), name)
    return ask_next(taken, rules, *([_changed(name)] if before is not None else []))


def _with_matter(memory: Memory, heard: Heard, rules: FormRules) -> Memory:
    """Topic and details of a summary; those of the one that it replaces are forgotten.

    Of a matter on the same topic only the words are new: what was told beside them stays.
    """
    topic = clear_topic(heard) or (memory.topic if memory.summary is None else None)
    if memory.summary is not None and (topic is None or topic != memory.topic):
        memory = of_another_matter(memory, rules.fields)
    fresh = without_details(memory, memory.of_summary or ())
    told, _ = with_details(fresh, heard, forms=rules.fields.forms)
    of_summary = sorted({*told.details} - {*fresh.details})
    matter = replace(told, topic=topic, summary=heard.text, of_summary=of_summary)
    return of_this_matter(matter, rules.fields, rules.today)


def _explain(memory: Memory, name: str, rules: FormRules) -> FormStep:
    """Says what is wrong with a value; when it keeps being wrong, what else can be done."""
    if name == CHANGE:
        return FormStep(memory, (question_for(CHANGE),))
    if name == "contact" and memory.tries > PATIENCE:
        return FormStep(memory, (*((OTHER_WAYS,) if rules.other_ways else ()), Line("utter_stuck")))
    if name in rules.fields.fields and memory.tries >= PATIENCE:
        return FormStep(memory, (Line("utter_stuck_field", about=name),))
    return FormStep(memory, (Line(f"utter_wrong_{name}"),))
