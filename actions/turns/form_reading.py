"""What the words of a message are to the ticket form: a question, a matter, a field's value."""

import re

from actions.tickets import Field
from actions.tickets.fields import ORDER_NUMBER
from actions.turns.form_step import FormRules
from actions.turns.form_values import answered, day_of, told
from actions.turns.heard import Heard
from actions.turns.known import ADDRESSES
from actions.turns.memory import Memory

CLEAR_QUESTION = 0.7
# The same without any word or mark of a question: "the one you know" asks nothing.
CLEAR_WITHOUT_THE_WORDS = 0.9
# Letters alone make "Noa" a no and "Luis" a yes: a name is short, so a short message is an act
# only if it was learned word for word.
LONGER_THAN_A_NAME = 3
# From here a topic is worth routing by; below it the desk's fallback team sees the ticket.
CLEAR_TOPIC = 0.35
# From here the words are about that topic, and not just a wish for a person.
CLEAR_MATTER = CLEAR_TOPIC
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
LONG_REQUEST = 14
# "wait, I'm looking for it" is about as many words, and no matter: it is asked for once more …
SHORT_MATTER = 8
# … unless they are about something: a topic, or what is none of the company's, such as a glove lost
# in a shop. Noise is about nothing; with fewer words, anything unheard-of looks out of scope.
SOME_TOPIC = 0.1
SOMETHING_ELSE = 0.15
FEWEST_WORDS = 4
LONGEST_NAME = 60
WORD = re.compile(r"[^\W\d_]+")
NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+){0,5}\.?")


def clear_topic(heard: Heard) -> str | None:
    """The message's topic, if it is clear enough to route by."""
    return heard.topic if heard.topic and heard.topic_confidence >= CLEAR_TOPIC else None


def is_clear(heard: Heard, memory: Memory, enough: float) -> bool:
    """Whether the act can be taken at its word at this field."""
    if heard.is_button or heard.verbatim:
        return True
    could_be_a_name = (
        memory.requested_slot == "name" and len(heard.text.split()) < LONGER_THAN_A_NAME
    )
    return heard.act_confidence >= enough and not could_be_a_name


def is_question(heard: Heard) -> bool:
    """Whether a message asks for an answer; "???" asks nothing."""
    enough = CLEAR_QUESTION if heard.asks else CLEAR_WITHOUT_THE_WORDS
    asks = heard.act in ASKING and heard.act_confidence >= enough
    says_something = WORD.search(heard.text) is not None and not heard.is_button
    return says_something and (asks or has_question_mark(heard))


def has_question_mark(heard: Heard) -> bool:
    """Either mark: many close a question that they never opened."""
    return "?" in heard.text or "¿" in heard.text


def own_words(heard: Heard) -> str | None:
    """What somebody wrote, unless that is just a wish for a person: then they are asked."""
    only_wishes = heard.act == "person" and len(heard.text.split()) < LONG_REQUEST
    return None if heard.is_button or only_wishes else heard.text


def tells_the_matter(heard: Heard, rules: FormRules) -> bool:
    """Whether the message with which the form begins says what it is about."""
    if heard.is_button:
        return False
    about_something = heard.topic_confidence >= CLEAR_MATTER and rules.is_a_matter(heard.topic)
    says_more = has_question_mark(heard) or len(heard.text.split()) >= LONG_REQUEST
    return heard.act in TELLING or about_something or says_more


def tells_a_matter_calmly(memory: Memory, heard: Heard) -> bool:
    """Whether an article may help with what is told at "what happened?"; not the displeased."""
    told = memory.requested_slot == "summary" and not heard.is_button
    return told and heard.act not in DISPLEASED | NO_VALUE and memory.reason not in DISPLEASED


def is_told(memory: Memory, heard: Heard, rules: FormRules) -> bool:
    """Whether a detail of the message is what was asked for, be it the same as before."""
    own = rules.fields.fields.get(memory.requested_slot or "")
    if own is not None and own.name != ORDER_NUMBER:  # which is kept as a detail
        return told(own, heard, rules.today) is not None
    kinds = ADDRESSES if memory.requested_slot == "contact" else {memory.requested_slot}
    return any(detail.kind in kinds for detail in heard.details)


def value_in(
    name: str, memory: Memory, heard: Heard, rules: FormRules, *, patient: bool
) -> str | None:
    """The field's value in a message; after some tries words are taken as they are."""
    if name == "summary":
        return heard.text if patient or _is_matter(memory, heard) else None
    if (own := rules.fields.fields.get(name)) is not None:
        return _answer_to(own, heard, rules, patient=patient)
    if name == "name" and len(heard.text) <= LONGEST_NAME:
        return heard.text if patient or _is_name(memory, heard.text) else None
    return None  # an e-mail or phone is a detail, and a yes is a move: neither is read from words


def _answer_to(field: Field, heard: Heard, rules: FormRules, *, patient: bool) -> str | None:
    if field.kind == "name":
        return heard.text if NAME.fullmatch(heard.text) and _is_capitalised(heard.text) else None
    day = heard.detail("date")
    times = rules.call_times(day_of(day.value, rules.today) if day else None)
    return answered(field, heard, rules.today, patient=patient, call_times=times)


def _is_matter(memory: Memory, heard: Heard) -> bool:
    """Whether words say what the matter is; few words about nothing must be said again."""
    words = len(heard.text.split())
    if words >= FEWEST_WORDS and heard.out_of_scope >= SOMETHING_ELSE:
        return True
    telling = heard.asks or heard.act in TELLING or heard.topic_confidence >= SOME_TOPIC
    says_something = telling or bool(heard.details) or memory.refused is not None
    return words >= SHORT_MATTER or (words > 1 and says_something)


def _is_name(memory: Memory, text: str) -> bool:
    """Whether words look like a name: "hang on" does not, unless somebody insists on it."""
    insists = (memory.refused or "").casefold() == text.casefold()
    return NAME.fullmatch(text) is not None and (insists or _is_capitalised(text))


def _is_capitalised(text: str) -> bool:
    words = WORD.findall(text)  # "Ana de la Cruz": what stands inside may be small
    return bool(words) and words[0][0].isupper() and words[-1][0].isupper()
