"""People: when a conversation is theirs at once, and what is said when nobody is there."""

from dataclasses import replace

from actions.conversations.message import HandoffWish
from actions.handoff_reason import HandoffReason
from actions.handoffs import People, team_with_people
from actions.progress import due_words
from actions.tickets import team_for
from actions.turns.form_moves import CLEAR_COMMAND
from actions.turns.form_reading import clear_topic
from actions.turns.form_step import FormStep
from actions.turns.handing import handed_over
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.services import Services
from actions.turns.step import Step

# What asks for a person; the other acts that lead to a ticket do well with one.
REASONS: dict[str, HandoffReason] = {"person": "asked_for_person", "complain": "angry"}
ASKED_FOR_PERSON = "utter_start_person"
# The decisions of turns in which nobody was there, though people do talk.
BUSY, CLOSED = "start_person_busy", "start_person_closed"
NOBODY_THERE = frozenset({BUSY, CLOSED})


def to_people(
    heard: Heard, memory: Memory, outside: Services, reason: HandoffReason | None
) -> Step | None:
    """Hands the conversation to people; None if nobody is there, or the desk wants a ticket.

    What a form has asked so far is remembered: it goes on when they give the conversation back.
    """
    if reason is None or reason not in outside.desk.handoff.reasons:
        return None
    wish = wished(heard, memory, outside, reason, outside.people())
    if wish is None:
        return None
    return Step(replace(memory, offered=None), handed_over(wish, heard, memory, outside))


def is_clearly_for_a_person(heard: Heard) -> bool:
    """Whether a message in a form asks for a person, and is not just what was asked for."""
    clear = heard.is_button or heard.act_confidence >= CLEAR_COMMAND
    return heard.act == "person" and clear and not heard.details


def wished(
    heard: Heard, memory: Memory, outside: Services, reason: HandoffReason, people: People
) -> HandoffWish | None:
    """Whose it is: of the topic's team, or of one that covers it, where somebody is there."""
    topic = memory.topic or clear_topic(heard) or ""
    language = memory.language or outside.workspace.settings.default_language
    own = team_for(
        topic,
        outside.desk,
        language=language,
        priority=outside.desk.priority(topic),
        at=outside.now(),
    )
    team = team_with_people(own.slug, outside.desk, people, language=language)
    if team is None:
        return None
    return HandoffWish(reason=reason, team=team, topic=topic, ahead=people.waiting[team])


def told_when(step: FormStep, memory: Memory, outside: Services) -> FormStep:
    """The beginning of a form for whoever asked for a person, when people talk but nobody is there:
    that they are busy, or when they are back.
    """
    first = next(iter(step.lines), None)
    if first is None or first.response != ASKED_FOR_PERSON or not outside.people().employed:
        return step
    opens = opening_words(memory.topic or "", memory.language or "", outside)
    decision = CLOSED if opens else BUSY
    line = replace(first, response=f"utter_{decision}", values=opens or {}, decision=decision)
    return replace(step, lines=(line, *step.lines[1:]))


def opening_words(topic: str, language: str, outside: Services) -> dict[str, str] | None:
    """When the topic's team is back, in the contact's words; None if it is at work."""
    desk, now = outside.desk, outside.now()
    priority = desk.priority(topic)
    team = team_for(topic, desk, language=language, priority=priority, at=now)
    shift = next(desk.opening(team).shifts(now))
    if shift.opens <= now:
        return None
    words = due_words(shift.opens, time_zone=desk.time_zone, language=language)
    return {name.replace("due", "open"): word for name, word in words.items()}
