"""After a ticket: what is said is offered as an addition to it, or as another one."""

from collections.abc import Iterable
from dataclasses import replace

from actions.conversations import Reply
from actions.progress.card import card_of, due_words
from actions.tickets import Change, NotAllowed, Ticket, UnknownTicket, acts_of
from actions.turns.form_reading import clear_topic
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.request import files_since
from actions.turns.services import Services
from actions.turns.step import TICKET_FORM, Step, TurnAction

# What is remembered as offered: `addition:T-1001`.
OFFERED = "addition:"
JOINED = " | "


class ActionAnotherTicket(TurnAction):
    """Opens another ticket for what was offered as an addition."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_another_ticket"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The form begins with what was said; an old button of it does nothing."""
        if not is_offered(memory):
            reply = outside.speech(heard, memory).say("utter_expired_button", decision=heard.act)
            return Step(replace(memory, offered=None), (reply,))
        return Step(replace(memory, offered="ticket"), followup=TICKET_FORM)


def is_offered(memory: Memory) -> bool:
    """Whether the last words were offered as an addition to a ticket."""
    return (memory.offered or "").startswith(OFFERED)


def addition_step(
    heard: Heard, memory: Memory, outside: Services, *, asks: bool = False
) -> Step | None:
    """Offers to add to an open ticket what no article answers; None if there is none.

    A team that waits for the contact gets it without the offer. `asks`: it is surely a question,
    and only offered to a ticket on the same.
    """
    said = memory.question if heard.is_button else heard.text
    ticket = ticket_to_add_to(heard, memory, outside, same=asks)
    if ticket is None or not said or (heard.is_button and memory.offered == "ticket"):
        return None
    if ticket.status == "waiting_for_contact" and not heard.is_button:
        return _added(ticket, said, heard, memory, outside)
    if is_offered(memory) and memory.question and not heard.is_button:
        said = JOINED.join((memory.question, said))  # that came in two messages
    offered = replace(
        memory,
        question=said,
        topic=clear_topic(heard) or (memory.topic if heard.is_button else None),
        offered=OFFERED + ticket.number,
    )
    reply = _said_of(ticket, "utter_offer_addition", "addition_offered", heard, memory, outside)
    return Step(offered, (reply,))


def accepted_step(heard: Heard, memory: Memory, outside: Services) -> Step:
    """Adds what was offered; to a ticket that was closed meanwhile nothing can be added."""
    number = (memory.offered or "").removeprefix(OFFERED)
    try:
        ticket = outside.tickets.get(number)
        return _added(ticket, memory.question or "", heard, memory, outside)
    except (NotAllowed, UnknownTicket):
        return Step(replace(memory, offered="ticket"), followup=TICKET_FORM)


def refused_step(heard: Heard, memory: Memory, outside: Services) -> Step:
    """Does not add it; whether it is a matter of its own is asked, for "no" may mean either."""
    reply = outside.speech(heard, memory).say(
        "utter_not_added", decision="addition_refused", kind="question"
    )
    return Step(replace(memory, offered="ticket"), (reply,))


def ticket_to_add_to(
    heard: Heard, memory: Memory, outside: Services, *, same: bool = False
) -> Ticket | None:
    """The ticket that a message may belong to: one of this conversation, or of the visitor whom the
    site vouches for, on the same order or topic; else, unless it must be on the `same`, the newest
    one of this conversation.
    """
    here = outside.tickets.for_conversation(heard.conversation_id)
    theirs = of_visitor(heard, outside)
    found = on_the_same([each for each in (*here, *theirs) if _is_open(each)], heard, memory)
    open_here = [ticket for ticket in here if _is_open(ticket)]
    return found or (open_here[-1] if open_here and not same else None)


def of_visitor(heard: Heard, outside: Services) -> list[Ticket]:
    """The visitor's own tickets, of this site: another one may know somebody else by that id."""
    if outside.visitor is None or not outside.visitor.vouched:
        return []
    here = outside.conversations.get(heard.conversation_id)
    found = outside.tickets.of_visitor(outside.visitor.external_id)
    there = [(ticket, outside.conversations.get(ticket.conversation_id)) for ticket in found]
    return [ticket for ticket, other in there if here and other and here.site == other.site]


def on_the_same(tickets: Iterable[Ticket], heard: Heard, memory: Memory) -> Ticket | None:
    """The newest ticket on the same order; else on the same topic, if that is clear."""
    newest_first = sorted(tickets, key=lambda ticket: ticket.created_at, reverse=True)
    order, topic = memory.order_number, clear_topic(heard) or memory.topic
    for ticket in newest_first:
        if order and ticket.details.get("order_number") == order:
            return ticket
    return next((ticket for ticket in newest_first if topic and ticket.topic == topic), None)


def _is_open(ticket: Ticket) -> bool:
    return "add" in acts_of("contact", ticket.status)


def _added(ticket: Ticket, text: str, heard: Heard, memory: Memory, outside: Services) -> Step:
    files = files_since(ticket, heard.conversation_id, outside)
    change = Change("add", "contact", text=text, key=f"turn:{heard.message_id}", files=files)
    after = outside.tickets.change(ticket.number, change, now=outside.now())
    response = "utter_ticket_reopened" if ticket.status == "resolved" else "utter_ticket_added"
    reply = _said_of(after, response, "ticket_add", heard, memory, outside)
    forgotten = replace(memory, question=None, topic=None, offered=None, ticket=ticket.number)
    return Step(forgotten, (reply,))


def _said_of(
    ticket: Ticket, response: str, decision: str, heard: Heard, memory: Memory, outside: Services
) -> Reply:
    speech = outside.speech(heard, memory)
    card = card_of(ticket, outside.desk, speech.language, outside.tickets.links)
    due = card.due_at and due_words(
        card.due_at, time_zone=outside.desk.time_zone, language=speech.language
    )
    values = {"number": card.number, "team": card.team, **(due or {})}
    return speech.say(response, decision=decision, kind="ticket", ticket=card, values=values)
