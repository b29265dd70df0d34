"""Protocols in a turn: what goes before everything else that a message may want."""

from collections.abc import Mapping
from dataclasses import replace

from actions.contact import Contact
from actions.conversations.message import Reply
from actions.tickets import Protocol
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.request import request_of
from actions.turns.services import Services

# Words that are learned as these acts mean no more: "I don't want to go on" ends a form.
SETTLED = frozenset({"affirm", "bye", "cancel", "deny", "greet", "thank"})
# Acts that an article or the ticket's state answers.
ANSWERED = frozenset({"ask", "status"})
# A question needs more than other messages: so much, or so much if articles answer such questions.
# "Can you delete all my data?" is one all the same.
QUESTION, CERTAIN = 0.8, 0.93


def protocol_of(heard: Heard, protocols: Mapping[str, Protocol]) -> str | None:
    """The kind of the protocol that a message calls for, with what its act says against it."""
    if heard.is_button or heard.protocol not in protocols:
        return None
    if heard.verbatim and heard.act in SETTLED:
        return None
    if heard.act in ANSWERED and heard.asks:
        needed = CERTAIN if protocols[heard.protocol].answerable else QUESTION
        return heard.protocol if heard.protocol_confidence >= needed else None
    return heard.protocol


def called_for(heard: Heard, memory: Memory, outside: Services) -> str | None:
    """The kind of the protocol that a message calls for, unless it was said before.

    One that asks nothing is said whenever it is called for: no article and no form answers that.
    """
    kind = protocol_of(heard, outside.protocols)
    if kind is None:
        return None
    told = kind in (memory.protocol, *(memory.protocols or ()))
    again = outside.protocols[kind].asks == "nothing"
    return kind if again or not told else None


def begun(memory: Memory, heard: Heard, kind: str) -> Memory:
    """The memory of a conversation in which a protocol begins: its message is the matter."""
    return replace(
        memory,
        protocol=kind,
        summary=" | ".join(filter(None, (memory.summary, heard.text))),
        confirmed=None,
    )


def told_at_once(
    kind: str, heard: Heard, memory: Memory, outside: Services
) -> tuple[Memory, tuple[Reply, ...]]:
    """A protocol that asks nothing: a ticket for its team and its text; a form stays as it is."""
    case = replace(
        begun(replace(memory, summary=None), heard, kind),
        reason=f"protocol_{kind}",
        topic=None,
        order_number=None,
        details={},
    )
    contact = Contact(name=memory.name, email=memory.email, phone=memory.phone)
    request = request_of(heard, case, contact, outside, run=f"protocol_{kind}")
    outside.tickets.open(request, now=outside.now())
    return having_told(replace(memory, offered=None), kind), (text_of(kind, heard, case, outside),)


def untold(heard: Heard, memory: Memory, outside: Services) -> tuple[Reply, ...]:
    """The text of the protocol under way, if it was not said yet."""
    kind = memory.protocol
    if kind is None or kind in (memory.protocols or ()):
        return ()
    return (text_of(kind, heard, memory, outside),)


def having_told(memory: Memory, kind: str | None) -> Memory:
    """The same, with the text of a protocol said."""
    told = filter(None, (*(memory.protocols or ()), kind))
    return replace(memory, protocols=list(dict.fromkeys(told)) or None)


def text_of(kind: str, heard: Heard, memory: Memory, outside: Services) -> Reply:
    """The protocol's approved text."""
    speech = outside.speech(heard, memory)
    return speech.approved(outside.protocols[kind].text, decision=f"protocol_{kind}")
