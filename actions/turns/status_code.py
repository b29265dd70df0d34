"""Status by mail: who has no ticket in this conversation may hear of theirs with a one-time code.

The same is said to every address and to every wrong code, in the same time: what is known of an
address is found out by the worker and told to the mailbox alone.
"""

from dataclasses import replace

from actions.codes.code import VALID, code_in
from actions.conversations import Reply
from actions.progress.card import card_of, due_words
from actions.tickets import Links, Ticket
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.services import Services

ADDRESS_ASKED = "status_address"
CODE_SENT = "status_code"
MOST_TICKETS = 3

Said = tuple[Memory, tuple[Reply, ...]]


def address_question(heard: Heard, memory: Memory, outside: Services) -> Said:
    """Asks which address the code goes to."""
    return _says("utter_status_ask_address", heard, replace(memory, offered=ADDRESS_ASKED), outside)


def said_for_a_code(heard: Heard, memory: Memory, outside: Services) -> Said | None:
    """What an address or a code leads to, after they were asked for; None for anything else."""
    if outside.codes is None or heard.is_button:
        return None
    email = heard.detail("email")
    if memory.offered in (ADDRESS_ASKED, CODE_SENT) and email is not None:
        language = memory.language or outside.workspace.settings.default_language
        outside.codes.ask(heard.conversation_id, email.value, language=language, now=outside.now())
        return _says("utter_status_code_sent", heard, replace(memory, offered=CODE_SENT), outside)
    code = code_in(heard.text) if memory.offered == CODE_SENT else None
    if code is None:
        return None
    address = outside.codes.take(heard.conversation_id, code, now=outside.now())
    tickets = outside.tickets.of_address(address)[-MOST_TICKETS:] if address else []
    if not tickets:
        return _says("utter_status_code_wrong", heard, memory, outside)
    told = tuple(status_reply(ticket, heard, memory, outside) for ticket in reversed(tickets))
    return replace(memory, offered=None), told


def status_reply(
    ticket: Ticket, heard: Heard, memory: Memory, outside: Services, *, links: Links | None = None
) -> Reply:
    """Where a ticket stands; nothing of what anybody wrote in it, unless `links` lead there."""
    speech = outside.speech(heard, memory)
    card = card_of(ticket, outside.desk, speech.language, links)
    due = due_words(
        ticket.first_answer_due, time_zone=outside.desk.time_zone, language=speech.language
    )
    values = {"number": card.number, "status": card.label, "team": card.team, **due}
    return speech.say("utter_status", decision="status", kind="ticket", ticket=card, values=values)


def _says(response: str, heard: Heard, memory: Memory, outside: Services) -> Said:
    minutes = str(int(VALID.total_seconds() // 60))
    reply = outside.speech(heard, memory).say(
        response,
        decision=response.removeprefix("utter_"),
        kind="question",
        values={"minutes": minutes},
    )
    return memory, (reply,)
