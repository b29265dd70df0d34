"""The actions around the ticket form; what they decide is in `form.py`."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from rasa_sdk.events import SlotSet

from actions.contact import Contact
from actions.conversations.message import Message, Reply
from actions.tickets import Desk, Ticket, TicketRequest, TranscriptLine, team_for
from actions.turns.answer import look_up
from actions.turns.form import FormRules, FormStep, Line, go_on, start
from actions.turns.heard import Heard
from actions.turns.memory import FORGOTTEN_AFTER_A_FORM, Memory
from actions.turns.promise import card_of, due_words
from actions.turns.services import Services
from actions.turns.speech import Speech
from actions.turns.step import Step, TurnAction
from kb_index import Answer, Suggestions

# Long enough for a help desk's list, short enough for a subject line.
LONGEST_SUBJECT = 80


class ValidateTicketForm(TurnAction):
    """Called by Rasa's form with every message while the form is active, and when it starts."""

    def name(self) -> str:
        """Rasa's fixed name for it."""
        return "validate_ticket_form"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The form asks its next question here, so that one action speaks and not two."""
        rules = form_rules(outside.desk)
        if memory.requested_slot is None:
            reasons = [
                act.removeprefix("utter_start_")
                for act in outside.texts.responses
                if act.startswith("utter_start_")
            ]
            step = start(memory, heard, rules, reasons=reasons)
        else:
            step = go_on(memory, heard, rules, lambda: look_up(heard, memory, outside))
        return Step(step.memory, _spoken(step, heard, outside))

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        """As every action, but the requested field is always told: Rasa would choose its own."""
        events = await super().run(dispatcher, tracker, domain)
        if any(event.get("name") == "requested_slot" for event in events):
            return events
        return [*events, SlotSet("requested_slot", tracker.slots.get("requested_slot"))]


class ActionOpenTicket(TurnAction):
    """Opens the ticket when the form has ended; after "cancel" says that nothing is sent."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_open_ticket"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """One run of the form is one ticket, however often this turn is repeated."""
        speech = outside.speech(heard, memory)
        forgotten = replace(memory, **FORGOTTEN_AFTER_A_FORM)
        if memory.cancelled:
            return Step(forgotten, (speech.say("utter_ticket_cancelled", decision="cancelled"),))
        now = datetime.now(UTC)
        ticket = outside.tickets.open(_request(heard, memory, outside), now=now)
        outside.conversations.save_contact(
            heard.conversation_id, name=memory.name, email=memory.email, phone=memory.phone
        )
        reply = _confirmation(ticket, memory, speech, outside.desk)
        return Step(replace(forgotten, ticket=ticket.number), (reply,))


def form_rules(desk: Desk) -> FormRules:
    """What the desk file says about the form."""
    known = desk.order_number
    return FormRules(
        needs=desk.needs,
        # "A person, please" is about nobody's work in particular: it goes to the fallback team.
        is_a_matter=lambda topic: team_for(topic, desk).slug != desk.fallback,
        order_number=known.read if known else lambda _text: None,
    )


def _spoken(step: FormStep, heard: Heard, outside: Services) -> tuple[Reply, ...]:
    speech = outside.speech(heard, step.memory)
    shown: list[Reply] = []
    if isinstance(step.found, Answer):
        shown = [speech.answer(step.found)]
    elif isinstance(step.found, Suggestions):
        shown = [speech.suggestions(step.found, with_person=False)]
    values = _values(step.memory, speech.language, outside.desk)
    return (*shown, *(_line(line, step, values, speech) for line in step.lines))


def _line(line: Line, step: FormStep, values: dict[str, str], speech: Speech) -> Reply:
    response = line.response
    if response == "utter_form_confirmed" and step.memory.order_number:
        response = "utter_form_confirmed_with_order_number"
    asks = response.startswith(("utter_form_", "utter_wrong_", "utter_ask_"))
    return speech.say(
        response,
        decision=f"ticket_form.{step.memory.requested_slot or 'end'}",
        kind="question" if asks else "text",
        found=step.found,
        values=values | line.values,
    )


def _values(memory: Memory, language: str, desk: Desk) -> dict[str, str]:
    return {
        "team": desk.team_name(team_for(memory.topic or "", desk).slug, language),
        "example": desk.order_number.example if desk.order_number else "",
        "summary": memory.summary or "",
        "order_number": memory.order_number or "",
        "contact": memory.contact or "",
        "name": memory.name or "",
    }


def _request(heard: Heard, memory: Memory, outside: Services) -> TicketRequest:
    summary = memory.summary or ""
    numbered = {"order_number": memory.order_number} if memory.order_number else {}
    return TicketRequest(
        idempotency_key=f"{heard.conversation_id}:{memory.form_run}",
        conversation_id=heard.conversation_id,
        contact=Contact(name=memory.name, email=memory.email, phone=memory.phone),
        topic=memory.topic or "",
        language=memory.language or outside.workspace.settings.default_language,
        reason=memory.reason or "",
        subject=shortened(summary, LONGEST_SUBJECT),
        summary=summary,
        details=numbered | memory.details,
        page=heard.page,
        tried=(memory.article,) if memory.article else (),
        transcript=[
            _transcript_line(message)
            for message in outside.conversations.transcript(heard.conversation_id)
        ],
    )


def shortened(text: str, longest: int) -> str:
    """The first line of a text, cut at a word where it is longer than `longest` characters."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"


def _transcript_line(message: Message) -> TranscriptLine:
    assert message.created_at is not None  # stored messages have a time
    return TranscriptLine(sender=message.sender, text=message.text, at=message.created_at)


def _confirmation(ticket: Ticket, memory: Memory, speech: Speech, desk: Desk) -> Reply:
    card = card_of(ticket, desk, speech.language)
    return speech.say(
        "utter_ticket_opened",
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
