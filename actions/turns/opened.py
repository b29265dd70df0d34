"""Opening a ticket, and the promise that the contact is told."""

from dataclasses import replace

from sqlalchemy import Connection

from actions.conversations.message import Message, Reply
from actions.progress.card import card_of, due_words
from actions.tickets import Ticket
from actions.turns.heard import Heard
from actions.turns.memory import FORGOTTEN_AFTER_A_FORM, Memory
from actions.turns.request import request_of
from actions.turns.services import Services
from actions.turns.speech import Speech
from actions.turns.visitor import contact_of


def open_ticket(heard: Heard, memory: Memory, outside: Services) -> tuple[Memory, Reply]:
    """The ticket of this run of the form, however often the turn is repeated; what is kept in
    memory, and what is said.
    """
    contact = contact_of(memory, outside.visitor)
    request = request_of(heard, memory, contact, outside)

    def with_letter(connection: Connection, ticket: Ticket) -> None:
        if not outside.desk.left_to_helpdesk("mails_customer"):
            outside.letters(connection, ticket, [_letter(ticket, outside)], now=outside.now())

    ticket = outside.tickets.open(request, now=outside.now(), opened=with_letter)
    outside.conversations.save_contact(
        heard.conversation_id,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        verified=contact.verified,
    )
    reply = _confirmation(ticket, memory, outside.speech(heard, memory), outside)
    return replace(memory, **FORGOTTEN_AFTER_A_FORM, ticket=ticket.number), reply


def _letter(ticket: Ticket, outside: Services) -> Message:
    """What the chat says, without the name and the address: anybody may own that."""
    desk, language = outside.desk, ticket.language
    values = {
        "number": ticket.number,
        "team": desk.team_name(ticket.team, language),
        **due_words(ticket.first_answer_due, time_zone=desk.time_zone, language=language),
    }
    return Message(text=outside.texts.say("utter_mail_ticket_opened", language, values))


def _confirmation(ticket: Ticket, memory: Memory, speech: Speech, outside: Services) -> Reply:
    desk = outside.desk
    card = card_of(ticket, desk, speech.language, outside.tickets.links)
    return speech.say(
        "utter_ticket_opened" if memory.name else "utter_ticket_opened_nameless",
        decision="ticket_opened",
        kind="ticket",
        ticket=card,
        values={
            "name": memory.name or "",
            "number": ticket.number,
            "team": card.team,
            "contact": memory.contact or "",
            **due_words(
                ticket.first_answer_due, time_zone=desk.time_zone, language=speech.language
            ),
        },
    )
