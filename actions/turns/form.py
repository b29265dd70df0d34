"""The ticket form, decided without effects: which field is next, and what a message means for it.

Rasa keeps the form active and calls us with each message; everything that a message can do to the
form is decided here, so no rule is needed per field, act or language.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from actions.turns.found import Findings
from actions.turns.heard import Heard
from actions.turns.known import with_details
from actions.turns.memory import Memory

FIELDS = ("summary", "order_number", "contact", "name", "confirmed")
SKIPPABLE = frozenset({"order_number"})
# Asked in place of a field: which one to change. No slot of its own.
CHANGE = "change"

# Below these an act is only a guess: then the message is more likely the value that was asked for.
CLEAR_COMMAND = 0.6
CLEAR_QUESTION = 0.7
CLEARLY_NO_VALUE = 0.8
# Letters alone make "Noa" a no and "Luis" a yes: a name is short, so a short message is an act
# only if it was learned word for word.
LONGER_THAN_A_NAME = 3
# From here a topic is worth routing by; below it the desk's fallback team sees the ticket.
CLEAR_TOPIC = 0.35
# From here the words are about that topic, and not just a wish for a person.
CLEAR_MATTER = 0.5
# After so many answers that did not fit, a field takes what can be taken, or offers the way out.
PATIENCE = 2

ASKING = frozenset({"ask", "status"})
NO_VALUE = frozenset(
    {"affirm", "deny", "cancel", "person", "greet", "thank", "bye", "smalltalk", "abuse"}
)
# To whoever is upset no article is held out: a person comes.
DISPLEASED = frozenset({"complain", "abuse"})
# Acts whose words say what the matter is; "a person, please" alone does not …
TELLING = frozenset({"ask", "complain"})
# … but so many words say more than that.
LONG_REQUEST = 9

LONGEST_NAME = 60
NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+){0,5}\.?")


@dataclass(frozen=True, slots=True)
class Line:
    """One of the bot's fixed texts, by the name of its response; `decision` for its record."""

    response: str
    values: dict[str, str] = field(default_factory=dict)
    decision: str = ""


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

    needs: Callable[[str], Collection[str]]  # topic → fields its team cannot work without
    is_a_matter: Callable[[str], bool]  # topic → whether it says what the matter is
    order_number: Callable[[str], str | None]  # the order number in a text, normalised
    field_named: Callable[[str], str | None]  # the field that words like "the name" mean


def start(memory: Memory, heard: Heard, rules: FormRules, *, reasons: Collection[str]) -> FormStep:
    """Begins the form with what is already known; nothing of that is asked again."""
    told = _tells_the_matter(heard, rules)
    otherwise = "ask" if told and _has_question_mark(heard) else "person"
    reason = heard.act if heard.act in reasons else otherwise
    begun = replace(
        memory,
        form_run=heard.message_id,
        reason=reason,
        summary=heard.text if told else memory.question,
        topic=clear_topic(heard) if told else memory.topic,
        contact=memory.email or memory.phone,
        offered=None,
    )
    nothing_found = reason == "ask"
    decision = "no_answer" if nothing_found else f"start_{reason}"
    return _ask_next(begun, rules, Line(f"utter_start_{reason}", decision=decision))


def go_on(
    memory: Memory, heard: Heard, rules: FormRules, search: Callable[[], Findings]
) -> FormStep:
    """What a message does to a running form. `search` looks the message up in the articles."""
    if _is_clear(heard, memory, CLEAR_COMMAND):
        if (move := MOVES.get(heard.act)) and (step := move(memory, heard, rules)):
            return step
    if memory.requested_slot == CHANGE and (named := rules.field_named(heard.text)):
        return _asks_again(memory, named)
    updated, changed = with_details(memory, heard)
    if memory.requested_slot != "summary":  # a summary may name details, and is more than they
        if changed:
            return _ask_next(updated, rules, *(_changed(updated, name) for name in changed))
        if _is_filled_by(memory, updated):
            return _ask_next(updated, rules)
    if _is_question(heard) or _tells_a_matter_calmly(updated, heard):
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
        return _correct(memory, heard, rules)
    if memory.requested_slot == CHANGE:
        return _ask_next(memory, rules)  # nothing, after all
    return _skip(memory, heard, rules)


def _skip(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    name = memory.requested_slot
    if name not in SKIPPABLE:
        return None
    return _ask_next(replace(memory, skipped=[*(memory.skipped or []), name]), rules)


def _correct(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if heard.details:
        return None
    if not heard.is_button and (named := rules.field_named(heard.text)):
        return _asks_again(memory, named)
    return FormStep(replace(memory, requested_slot=CHANGE), (Line("utter_ask_change"),))


def _change(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    pressed = heard.detail("field")
    return _asks_again(memory, pressed.value) if pressed and pressed.value in FIELDS else None


def _person(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    if heard.details:
        return None
    return FormStep(memory, (Line("utter_person_is_coming"), _question(_requested(memory))))


def _choose(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    pressed = heard.detail("article")
    if pressed is None:
        return None
    return FormStep(memory, (_question(_requested(memory)),), chosen=pressed.value)


def _rate(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    pressed = heard.detail("helpful")
    thanks = Line("utter_rated", decision=f"helpful_{pressed.value if pressed else 'no'}")
    return FormStep(memory, (thanks, _question(_requested(memory))))


MOVES: dict[str, Callable[[Memory, Heard, FormRules], FormStep | None]] = {
    "cancel": _cancel,
    "affirm": _affirm,
    "deny": _deny,
    "skip": _skip,
    "correct": _correct,
    "change": _change,
    "person": _person,
    "choose_article": _choose,
    "rate_answer": _rate,
}


def _ask_next(memory: Memory, rules: FormRules, *before: Line) -> FormStep:
    """Asks the next field; after the last one the contact confirms the whole."""
    name = next_field(memory, rules.needs(memory.topic or ""))
    asked = replace(memory, requested_slot=name, tries=0)
    return FormStep(asked, (*before, _question(name)) if name else before)


def _asks_again(memory: Memory, name: str) -> FormStep:
    """Asks for a field once more; the old value stays until a good new one comes."""
    return FormStep(replace(memory, requested_slot=name, tries=0), (_question(name),))


def _question(name: str) -> Line:
    return Line("utter_ask_change" if name == CHANGE else f"utter_form_{name}")


def _requested(memory: Memory) -> str:
    return memory.requested_slot or FIELDS[0]


def _is_filled_by(memory: Memory, updated: Memory) -> bool:
    name = _requested(memory)
    return name in FIELDS and getattr(updated, name) != getattr(memory, name)


def _tells_the_matter(heard: Heard, rules: FormRules) -> bool:
    if heard.is_button:
        return False
    about_something = heard.topic_confidence >= CLEAR_MATTER and rules.is_a_matter(heard.topic)
    says_more = _has_question_mark(heard) or len(heard.text.split()) >= LONG_REQUEST
    return heard.act in TELLING or about_something or says_more


def _changed(memory: Memory, name: str) -> Line:
    return Line("utter_changed", {"value": str(getattr(memory, name))})


def _is_question(heard: Heard) -> bool:
    asks = heard.act in ASKING and heard.act_confidence >= CLEAR_QUESTION
    return not heard.is_button and (asks or _has_question_mark(heard))


def _has_question_mark(heard: Heard) -> bool:
    return "?" in heard.text or "¿" in heard.text  # many close a question that they never opened


def _tells_a_matter_calmly(memory: Memory, heard: Heard) -> bool:
    """Whether an article may help with what is told at "what happened?"; not the displeased."""
    told = memory.requested_slot == "summary" and not heard.is_button
    return told and heard.act not in DISPLEASED | NO_VALUE and memory.reason not in DISPLEASED


def _with_answer(memory: Memory, heard: Heard, rules: FormRules, found: Findings) -> FormStep:
    """Answers a question inside the form, which goes on with the field it had asked for."""
    if not found.is_nothing:
        memory = replace(memory, subject=found.subject)
    question = _question(_requested(memory))
    if memory.requested_slot == "summary":
        # What the matter is may well be put as a question; a sure answer is offered first. Told
        # without a question mark, it is the matter all the same, and nobody tells it twice.
        if not found.is_sure:
            return _take_value(memory, heard, rules)
        if not _has_question_mark(heard) or memory.tries >= PATIENCE:
            return replace(_take_value(memory, heard, rules, is_enough=True), found=found)
        return FormStep(replace(memory, tries=memory.tries + 1), (question,), found)
    if not found.is_nothing:
        if not found.leaves_open:
            return FormStep(memory, (question,), found)
        return FormStep(
            _noted(memory, heard), (Line("utter_noted_other", decision="noted"), question), found
        )
    return FormStep(_noted(memory, heard), (Line("utter_noted", decision="noted"), question), found)


def _noted(memory: Memory, heard: Heard) -> Memory:
    also = " | ".join(filter(None, (memory.details.get("also_asks"), heard.text)))
    return replace(memory, details={**memory.details, "also_asks": also})


def _take_value(
    memory: Memory, heard: Heard, rules: FormRules, *, is_enough: bool = False
) -> FormStep:
    """Takes the message as the value asked for; a bad value never replaces a good one.

    `is_enough`: however short; "refund" is a matter, if it surely found an article.
    """
    name = _requested(memory)
    patient = is_enough or memory.tries >= PATIENCE
    no_value = heard.act in NO_VALUE and _is_clear(heard, memory, CLEARLY_NO_VALUE)
    value = None if heard.is_button or no_value else _read(name, heard, rules, patient)
    if value is None:
        return _explain(replace(memory, tries=memory.tries + 1), name)
    before = getattr(memory, name)
    taken = memory.knowing(name, value)
    if name == "summary" and (topic := clear_topic(heard)):
        taken = replace(taken, topic=topic)
    return _ask_next(taken, rules, *([_changed(taken, name)] if before is not None else []))


def _explain(memory: Memory, name: str) -> FormStep:
    """Says what is wrong with a value; when it keeps being wrong, what else can be done."""
    if name == CHANGE:
        return FormStep(memory, (_question(CHANGE),))
    if name == "contact" and memory.tries > PATIENCE:
        return FormStep(memory, (Line("utter_stuck"),))
    return FormStep(memory, (Line(f"utter_wrong_{name}"),))


def _is_clear(heard: Heard, memory: Memory, enough: float) -> bool:
    """Whether the act can be taken at its word at this field."""
    if heard.is_button or heard.verbatim:
        return True
    could_be_a_name = (
        memory.requested_slot == "name" and len(heard.text.split()) < LONGER_THAN_A_NAME
    )
    return heard.act_confidence >= enough and not could_be_a_name


def _read(name: str, heard: Heard, rules: FormRules, patient: bool) -> str | None:
    """The field's value in a message; after some tries words are taken as they are."""
    if name == "summary":
        return heard.text if patient or len(heard.text.split()) >= 2 else None
    if name == "order_number":
        return rules.order_number(heard.text)
    if name == "name" and len(heard.text) <= LONGEST_NAME:
        return heard.text if patient or NAME.fullmatch(heard.text) else None
    return None  # an e-mail or phone is a detail, and a yes is a move: neither is read from words
