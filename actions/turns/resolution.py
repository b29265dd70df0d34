"""What a contact says of a ticket's end: whether it is solved, and how they were served."""

from contextlib import suppress
from dataclasses import replace

from actions.progress.card import card_of
from actions.progress.telling import Teller
from actions.tickets import Change, NotAllowed, Ticket, UnknownTicket
from actions.turns.form_moves import CLEAR_COMMAND
from actions.turns.form_reading import ASKING
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.services import Services
from actions.turns.step import Step, TurnAction

# These acts want something; "no, thanks" and "goodbye" say that there is no reason to tell.
OF_ITS_OWN = frozenset({"open_ticket", "person", "status", "deny", "bye", "greet", "cancel"})


class ActionAnswerResolution(TurnAction):
    """Closes what the contact agrees is solved, and goes on with what they say is not."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_answer_resolution"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """Only a ticket of this conversation; pressed twice, it is said how it stands."""
        ticket = pressed_ticket(heard, outside)
        solved = heard.detail("solved")
        if ticket is None or solved is None:
            reply = outside.speech(heard, memory).say("utter_expired_button", decision=heard.act)
            return Step(replace(memory, offered=None), (reply,))
        return resolution_step(ticket, solved.value == "yes", heard, memory, outside)


class ActionRateTicket(TurnAction):
    """Keeps a rating, once."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_rate_ticket"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The number pressed is the rating of the button's ticket."""
        speech = outside.speech(heard, memory)
        ticket, rating = pressed_ticket(heard, outside), heard.detail("rating")
        response = "utter_expired_button"
        if ticket is not None and rating is not None and rating.value.isdecimal():
            with suppress(NotAllowed):
                new = outside.tickets.rate(ticket.number, int(rating.value), now=outside.now())
                response = "utter_rated_ticket" if new else "utter_rated_ticket_before"
        # Inside the form the next message is an answer to its question.
        if response == "utter_rated_ticket" and ticket and memory.requested_slot is None:
            memory, response = replace(memory, rated=ticket.number), "utter_rated_ticket_why"
        return Step(replace(memory, offered=None), (speech.say(response, decision=heard.act),))


def comment_step(heard: Heard, memory: Memory, outside: Services) -> Step | None:
    """Keeps the line after a rating; None for what is a wish or a question of its own."""
    if memory.rated is None or heard.is_button or not _is_comment(heard):
        return None
    with suppress(UnknownTicket):
        rating = outside.tickets.rating(memory.rated)
        if rating is not None:
            outside.tickets.rate(memory.rated, rating.score, comment=heard.text, now=outside.now())
    speech = outside.speech(heard, memory)
    reply = speech.say("utter_rated_ticket_comment", decision="rating_comment")
    return Step(replace(memory, rated=None), (reply,))


def _is_comment(heard: Heard) -> bool:
    """What somebody writes behind "why?" is the reason, unless it clearly is something else."""
    asks = "?" in heard.text or (heard.asks and heard.act in ASKING)
    clear = heard.act_confidence >= CLEAR_COMMAND
    return not asks and not (clear and heard.act in OF_ITS_OWN) and not heard.verbatim


def pressed_ticket(heard: Heard, outside: Services) -> Ticket | None:
    """The ticket of a button; only this conversation's."""
    number = heard.detail("ticket")
    with suppress(UnknownTicket):
        ticket = outside.tickets.get(number.value if number else "")
        return ticket if ticket.conversation_id == heard.conversation_id else None
    return None


def asked_about(heard: Heard, outside: Services) -> Ticket | None:
    """The ticket whose end the contact was asked about just now."""
    said = outside.conversations.transcript(heard.conversation_id)
    last = next((message for message in reversed(said) if message.sender != "contact"), None)
    if last is None or last.kind != "question" or last.ticket is None:
        return None
    with suppress(UnknownTicket):
        ticket = outside.tickets.get(last.ticket.number)
        return ticket if ticket.status == "resolved" else None
    return None


def resolution_step(
    ticket: Ticket, solved: bool, heard: Heard, memory: Memory, outside: Services
) -> Step:
    """Yes closes it and asks for a rating; no goes on with it, with a new promise."""
    speech = outside.speech(heard, memory)
    change = Change("agree" if solved else "disagree", "contact", key=f"turn:{heard.message_id}")
    try:
        after = outside.tickets.change(ticket.number, change, now=outside.now())
    except NotAllowed:
        card = card_of(ticket, outside.desk, speech.language, outside.tickets.links)
        values = {"number": card.number, "team": card.team, "status": card.label}
        reply = speech.say(
            "utter_resolution_known", decision=heard.act, kind="ticket", ticket=card, values=values
        )
        return Step(memory, (reply,))
    told = Teller(outside.desk, outside.texts, outside.tickets.links).told(
        ticket, replace(after, language=speech.language), change
    )
    replies = tuple(speech.told(message, decision=f"ticket_{change.act}") for message in told)
    return Step(replace(memory, offered=None), replies)
