"""Searching: looks a message up in the articles, whole, in parts, or after the last question."""

from collections.abc import Callable, Mapping

from actions.turns.followup import (
    followed_up,
    in_context,
    is_follow_up,
    is_strange,
    may_leave_unsaid,
)
from actions.turns.found import Findings, Found
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.parts import Part, parted
from actions.turns.services import Services
from kb_index import NoAnswer

# A text, its topics and how far out of scope it is → what the articles hold for it.
Search = Callable[[str, Mapping[str, float], float], Found]


def nothing(text: str) -> Findings:
    """What is found where no article may be shown."""
    return Findings((NoAnswer(confidence=0.0, threshold=1.0, hits=()),), subject=text)


def look_up(heard: Heard, memory: Memory, outside: Services) -> Findings:
    """Searches the articles for each question of the message; what is understood is a signal.

    While answers are paused nothing is found, so that every question goes to people.
    """
    language = memory.language or outside.workspace.settings.default_language
    if outside.controls().pause:
        return nothing(heard.text)

    def search(text: str, topics: Mapping[str, float], out_of_scope: float) -> Found:
        return outside.knowledge.answer(
            text, language=language, topic=topics, out_of_scope=out_of_scope
        )

    whole = search(heard.text, heard.topics or {}, heard.out_of_scope)

    def after_the_last_question(*, strange: bool) -> Findings:
        # Nothing is understood of the two as one; the last question was on the company's subjects.
        with_subject = search(in_context(heard, memory), {}, 0.0)
        found = followed_up(whole, with_subject, strange=strange, shown=memory.article)
        return Findings((found,), subject=_subject(heard, memory, leant=found is not whole))

    if is_follow_up(heard, memory):
        return after_the_last_question(strange=is_strange(heard))
    found = _in_parts(heard, whole, search)
    if may_leave_unsaid(heard, memory, found):
        return after_the_last_question(strange=True)
    return found


def _subject(heard: Heard, memory: Memory, *, leant: bool) -> str:
    """What the next follow-up will lean on."""
    return memory.subject if leant and memory.subject else heard.text


def _in_parts(heard: Heard, whole: Found, search: Search) -> Findings:
    """What is found for the message, or for each of two questions in it."""
    clauses = {clause.text: clause for halves in heard.cuts for clause in halves}
    parts = {
        text: Part(clause, search(text, clause.topics, clause.out_of_scope))
        for text, clause in clauses.items()
    }
    cuts = [(parts[left.text], parts[right.text]) for left, right in heard.cuts]
    return Findings(parted(whole, cuts), subject=heard.text)
