"""What goes first: protocols, then calming, before the action that a message's act leads to."""

import re
from dataclasses import dataclass, replace

from actions.conversations.message import Reply
from actions.turns.calming import Move, calmed
from actions.turns.form_reading import clear_topic
from actions.turns.handing import case_handed_over
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.opened import open_ticket
from actions.turns.protocol import begun, called_for, having_told, told_at_once, untold
from actions.turns.searching import look_up
from actions.turns.services import Services
from actions.turns.visitor import with_visitor
from kb_index import Answer, Suggestions

SENTENCES = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class First:
    """What is remembered and said; `to_form`: the ticket form speaks instead."""

    memory: Memory
    replies: tuple[Reply, ...] = ()
    to_form: bool = False


def first_of_all(heard: Heard, memory: Memory, outside: Services, *, in_form: bool) -> First | None:
    """What a message leads to before its act is looked at; None where nothing is grave.

    Inside the form only what asks nothing: the form does the rest itself.
    """
    kind = called_for(heard, memory, outside)
    asks_nothing = kind is not None and outside.protocols[kind].asks == "nothing"
    if kind and (asks_nothing or not in_form):
        handed = case_handed_over(kind, heard, memory, outside)
        if handed is not None:
            return First(*handed)
    if kind and asks_nothing:
        return First(*told_at_once(kind, heard, memory, outside))
    if in_form:
        return None
    if kind:
        return _passed_on(begun(memory, heard, kind), heard, outside)
    move = None if memory.protocol else calmed(memory, heard)
    return None if move is None else _moved(move, heard, outside)


def _moved(move: Move, heard: Heard, outside: Services) -> First:
    memory, speech = move.memory, outside.speech(heard, move.memory)
    if move.line is not None:
        return First(memory, (speech.say(move.line, decision="calming", kind="question"),))
    if move.solves:
        sure = _sure_answer(memory.question or heard.text, heard, memory, outside)
        if sure is not None:
            offered = Suggestions((sure.article,), sure.confidence, sure.threshold, sure.hits)
            told = {"summary": memory.question or ""}
            replies = (
                speech.say("utter_calm_sum_up", decision="calming", values=told),
                speech.suggestions(offered, "utter_calm_answer"),
            )
            return First(replace(memory, offered="ticket"), replies)
    return First(memory, to_form=True)


def _sure_answer(matter: str, heard: Heard, memory: Memory, outside: Services) -> Answer | None:
    """The first sure answer to what was told, message by message and sentence by sentence: who is
    angry says more than the question.
    """
    topics = {memory.topic: 1.0} if memory.topic else {}
    told = matter.split(" | ")
    pieces = [piece for each in told for piece in SENTENCES.split(each)]
    for text in dict.fromkeys([*told, *pieces]):
        asked = replace(heard, text=text, topics=topics, out_of_scope=0.0, cuts=(), leans="")
        for found in look_up(asked, replace(memory, subject=None), outside).founds:
            if isinstance(found, Answer):
                return found
    return None


def _passed_on(case: Memory, heard: Heard, outside: Services) -> First:
    """A case goes to its team at once where it is known how to reply; else the form asks."""
    known = with_visitor(case, outside.visitor)
    contact = known.contact or known.email or known.phone
    if contact is None:
        return First(case, to_form=True)
    ready = replace(
        having_told(known, case.protocol),
        contact=contact,
        form_run=heard.message_id,
        topic=clear_topic(heard) or case.topic,
        reason=f"protocol_{case.protocol}",
    )
    memory, reply = open_ticket(heard, ready, outside)
    return First(memory, (*untold(heard, case, outside), reply))
