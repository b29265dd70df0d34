"""Calming: the hostility curve. First acknowledge and apologise once, let them speak, sum up, then
solve; offer a person from the first word on; never argue, and say nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.turns.form_reading import DISPLEASED, clear_topic
from actions.turns.form_step import FormRules, FormStep, Line, question_of
from actions.turns.heard import Heard
from actions.turns.memory import Memory

# From here a message is taken for angry. Chosen so that few of calm people are taken for it
# (docs/evaluation.md); to be taken for angry for nothing offends nobody, but delays an answer.
ANGRY = 0.4
# From here it is, though something else is at hand: somebody who asks is answered, who was asked
# for something is heard, and what follows a ticket belongs to it.
CLEARLY_ANGRY = 0.9
# From here an insult is one, and has lines of its own.
CLEAR_ABUSE = 0.85

# What these acts say is no anger, however few words they share with calm messages.
MANNERS = frozenset({"greet", "thank", "bye", "smalltalk", "affirm"})
CLEAR_MANNERS = 0.6

LISTENING, SOLVING = "listening", "solving"
# After so many words a message says what has happened.
A_STORY = 6
# What ends the listening without a word about the matter.
GOES_ON = frozenset({"thank", "bye", "cancel", "greet", "status", "smalltalk"})
WANTS_A_PERSON = frozenset({"person", "open_ticket"})

# In this order, each once in a conversation. The first apologises, no other does.
HEARD_OUT, INVITED = "utter_calm_told", "utter_calm_listen"
STILL = ("utter_calm_still",)
AGAIN = ("utter_calm_again", "utter_calm_again_person")
INSULTED = ("utter_abuse", "utter_abuse_again", "utter_abuse_last")
IN_FORM = ("utter_calm_in_form", "utter_calm_in_form_more")


@dataclass(frozen=True, slots=True)
class Move:
    """What calming does with a message: says a line, or goes on to solve, or to a person."""

    memory: Memory
    line: str | None = None
    solves: bool = False
    to_person: bool = False


def is_angry(heard: Heard, *, at_hand: bool = False) -> bool:
    """Whether a message is angry; a button is not, nor what is clearly small talk or manners.

    `at_hand`: something else is, a field that was asked or a ticket to add to.
    """
    is_manners = heard.act in MANNERS and heard.act_confidence >= CLEAR_MANNERS
    asks = heard.act == "ask" and heard.asks
    least = CLEARLY_ANGRY if at_hand or asks else ANGRY
    return not heard.is_button and not is_manners and heard.anger >= least


def is_insult(heard: Heard) -> bool:
    """Whether a message does nothing but insult."""
    insults = heard.act == "abuse" and heard.act_confidence >= CLEAR_ABUSE
    return not heard.is_button and insults and not tells(heard)


def tells(heard: Heard) -> bool:
    """Whether a message says what has happened or asks something."""
    about = clear_topic(heard) is not None and heard.act not in ("complain", "abuse")
    return about or "?" in heard.text or bool(heard.details) or len(heard.text.split()) >= A_STORY


def calmed(memory: Memory, heard: Heard) -> Move | None:
    """What to do outside the form with somebody who is or was angry; None: what always is done."""
    if is_insult(heard):
        return _said(replace(memory, mood="angry"), INSULTED)
    match memory.calming:
        case None:
            at_hand = memory.ticket is not None
            return _first(memory, heard) if is_angry(heard, at_hand=at_hand) else None
        case "listening":
            return _listened(memory, heard)
        case _:
            return _said(memory, AGAIN) if is_angry(heard) and not heard.asks else None


def calmed_in_form(memory: Memory, heard: Heard, rules: FormRules) -> FormStep | None:
    """Anger inside the form: a line of its own, and what is still needed, which is then less."""
    is_matter = memory.requested_slot == "summary"
    is_value = heard.act not in DISPLEASED or heard.details
    if not is_angry(heard, at_hand=True) or is_matter or is_value:
        return None
    line = _unsaid(memory, IN_FORM)
    if line is None:
        return None
    mood = replace(_having_said(memory, line), mood="angry", calming=SOLVING)
    asked = replace(mood, requested_slot="contact") if memory.contact is None else mood
    return FormStep(asked, (Line(line, decision="calming"), question_of(asked)))


def matter_of(memory: Memory, heard: Heard) -> str:
    """All that an angry contact has told so far."""
    return " | ".join(filter(None, (memory.question, None if heard.is_button else heard.text)))


def _first(memory: Memory, heard: Heard) -> Move:
    told = tells(heard)
    angry = replace(memory, mood="angry", question=heard.text if told else memory.question)
    if heard.act in WANTS_A_PERSON:
        return Move(replace(angry, calming=SOLVING), to_person=True)
    line = HEARD_OUT if told else INVITED
    listening = replace(angry, calming=LISTENING, topic=clear_topic(heard), offered="ticket")
    return Move(_having_said(listening, line), line)


def _listened(memory: Memory, heard: Heard) -> Move | None:
    solving = replace(memory, calming=SOLVING)
    if heard.is_button and heard.act != "deny":
        return None  # a person, or an article: what was pressed is done
    if heard.act in GOES_ON and not is_angry(heard):
        return None
    if heard.act in WANTS_A_PERSON:
        return Move(replace(solving, question=_added(memory, heard)), to_person=True)
    if memory.question is None and not tells(heard):
        # Nothing to solve yet: they may speak once more, and then a person does.
        still = _said(memory, STILL)
        return still if still.line else Move(solving, to_person=True)
    return Move(replace(solving, question=_added(memory, heard)), solves=True)


def _added(memory: Memory, heard: Heard) -> str | None:
    """The matter with what this message adds; "no, that is all" adds nothing."""
    return memory.question if heard.act in ("affirm", "deny") else matter_of(memory, heard)


def _said(memory: Memory, lines: Sequence[str]) -> Move:
    """The first of the lines that was not said; when all were, a person."""
    line = _unsaid(memory, lines)
    if line is None:
        return Move(replace(memory, calming=SOLVING), to_person=True)
    return Move(replace(_having_said(memory, line), offered="ticket"), line)


def _unsaid(memory: Memory, lines: Sequence[str]) -> str | None:
    return next((line for line in lines if line not in (memory.calmed or ())), None)


def _having_said(memory: Memory, line: str) -> Memory:
    return replace(memory, calmed=[*(memory.calmed or ()), line])
