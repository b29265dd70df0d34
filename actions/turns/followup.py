"""Follow-ups: short messages that lean on the question before, as "and to France?" does.

Whether a message leans is heard from its words; whether it means the old subject is decided by what
the articles have for it alone and after the last question.
"""

from actions.turns.found import Findings, Found, best, suggested
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from kb_index import Answer, NoAnswer

# From here a message that leans only perhaps has a subject of its own.
OWN_TOPIC = 0.9
OUTSIDE = 0.5
# From here what was found without the last question is worth showing beside what was found with it.
WORTH_A_LOOK = 0.5
MOST_TITLES = 4
# It begins as a follow-up does, or has no word that says what it is about.
LEANING_SURELY = frozenset({"clearly", "bare"})
# "who pays for the collection?" does not say of what: so short a message is looked up after the
# last question too, if nothing sure is found for it alone.
MOST_WORDS_UNSAID = 7
# Nor does an act that is heard less clearly than this say that it is no question.
CLEARLY_NO_QUESTION = 0.85
# "yes, that one" points at something said before, and asks nothing.
MANNERS = frozenset({"affirm", "deny", "cancel", "greet", "thank", "bye", "abuse", "smalltalk"})
# Nor does "who are you then?", if it is taken for manners this clearly; below, "at weekends too?".
CLEAR_MANNERS = 0.6
# But "until when" is no goodbye, however it sounds: bare words that ask are these manners, or none.
MANNERS_THAT_ASK = frozenset({"greet", "smalltalk", "abuse"})


def is_follow_up(heard: Heard, memory: Memory) -> bool:
    """Whether a message may lean on the last question."""
    if not memory.subject or heard.is_button or not heard.leans or _is_manners(heard):
        return False
    return heard.leans in LEANING_SURELY or not _has_a_subject(heard, memory)


def may_leave_unsaid(heard: Heard, memory: Memory, alone: Findings) -> bool:
    """Whether a message that stands alone may yet leave what it is about to the last question."""
    if not memory.subject or heard.is_button or heard.verbatim or heard.leans:
        return False
    short = len(heard.text.split()) <= MOST_WORDS_UNSAID
    may_ask = heard.act == "ask" or heard.act_confidence < CLEARLY_NO_QUESTION
    return short and may_ask and not alone.is_sure and not _has_a_subject(heard, memory)


def is_surely_about_the_last_question(heard: Heard, memory: Memory) -> bool:
    """Whether a message is about the last question, whatever act it sounds like.

    It has no subject of its own; or it leans on that question, and alone is out of scope: "what
    about Ireland?" after "do you send to Portugal?".
    """
    strange = heard.leans == "clearly" and heard.act == "out_of_scope"
    bare = heard.leans == "bare"
    return (bare or strange) and not heard.verbatim and is_follow_up(heard, memory)


def is_strange(heard: Heard) -> bool:
    """Whether bare words sound like none of the company's business: "what time is it"."""
    return heard.leans == "bare" and heard.out_of_scope >= OUTSIDE


def in_context(heard: Heard, memory: Memory) -> str:
    """What is searched: the last question and what leans on it, as one text; nobody is shown it."""
    return f"{memory.subject} {heard.text}"


def followed_up(
    alone: Found, with_subject: Found, *, strange: bool = False, shown: str | None = None
) -> Found:
    """What a follow-up is shown, by what was found without and with the last question.

    The last question alone may make a search sure. So what is sure without it stands, unless the
    other is surer still and about something else: then the contact chooses, as for a `strange` one.
    Nor is the article that was last `shown` shown again, if without that question another one comes
    first.
    """
    if isinstance(with_subject, NoAnswer):
        return alone
    if strange and isinstance(with_subject, Answer):
        with_subject = suggested([with_subject], most=MOST_TITLES)
    same = best(alone) == best(with_subject)
    if isinstance(alone, Answer) and (same or alone.confidence >= with_subject.confidence):
        return alone
    if isinstance(with_subject, Answer) and (
        same or not _is_worth_a_look(alone, with_subject, shown)
    ):
        return with_subject
    return suggested([with_subject, alone], most=MOST_TITLES)


def _is_worth_a_look(alone: Found, with_subject: Answer, shown: str | None) -> bool:
    if isinstance(alone, NoAnswer):
        return False
    return alone.confidence >= WORTH_A_LOOK or with_subject.article.id == shown


def _is_manners(heard: Heard) -> bool:
    if heard.act not in MANNERS:
        return False
    if heard.leans == "bare" and heard.asks and heard.act not in MANNERS_THAT_ASK:
        return heard.verbatim
    clear = heard.leans != "clearly" and heard.act_confidence >= CLEAR_MANNERS
    return clear or heard.verbatim or not (heard.asks or "?" in heard.text)


def _has_a_subject(heard: Heard, memory: Memory) -> bool:
    other_topic = heard.topic_confidence >= OWN_TOPIC and heard.topic != memory.topic
    return other_topic or heard.out_of_scope >= OUTSIDE
