"""Handing over: what is said when a conversation is people's, and a grave case that is at once."""

from dataclasses import replace

from actions.conversations.message import HandoffWish, Reply
from actions.handoffs import minutes, team_with_people
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.protocol import having_told, text_of
from actions.turns.services import Services


def handed_over(
    wish: HandoffWish, heard: Heard, memory: Memory, outside: Services
) -> tuple[Reply, ...]:
    """What is said with the wish; some reasons have a line of their own."""
    speech = outside.speech(heard, memory)
    response = "utter_handoff_queue" if wish.ahead else "utter_handoff_next"
    values = {
        "team": outside.desk.team_name(wish.team, speech.language),
        "ahead": str(wish.ahead),
        "minutes": minutes(outside.desk.handoff.accept_within),
    }
    reply = speech.say(response, decision="handoff", kind="handoff", values=values)
    handing = reply.model_copy(update={"turn": reply.turn.model_copy(update={"handoff": wish})})
    because = f"utter_handoff_because_{wish.reason}"
    if not outside.texts.has(because):
        return (handing,)
    return (speech.say(because, decision="handoff"), handing)


def case_handed_over(
    kind: str, heard: Heard, memory: Memory, outside: Services
) -> tuple[Memory, tuple[Reply, ...]] | None:
    """Hands a grave case to people, behind its text; None if nobody is there, or the desk wants a
    ticket. A form under way waits.
    """
    if "protocol" not in outside.desk.handoff.reasons:
        return None
    protocol, people = outside.protocols[kind], outside.people()
    language = memory.language or outside.workspace.settings.default_language
    team = team_with_people(protocol.team, outside.desk, people, language=language)
    if team is None:
        return None
    wish = HandoffWish(
        reason="protocol",
        team=team,
        ahead=people.waiting[team],
        protocol=kind,
        ticket_team=protocol.team,
        priority=protocol.priority,
    )
    told = having_told(replace(memory, offered=None), kind)
    return told, (
        text_of(kind, heard, memory, outside),
        *handed_over(wish, heard, memory, outside),
    )
