"""The actions around the ticket form; what they decide is in `form.py`."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.events import SlotSet

from actions.contact import Contact
from actions.conversations.message import Message, Reply
from actions.tickets import Desk, Ticket, TicketRequest, TranscriptLine, team_for
from actions.turns.answer import as_a_question
from actions.turns.form import FormRules, FormStep, Line, go_on, start
from actions.turns.heard import Heard
from actions.turns.memory import FORGOTTEN_AFTER_A_FORM, Memory
from actions.turns.promise import card_of, due_words
from actions.turns.searching import look_up
from actions.turns.services import Services
from actions.turns.speech import Speech
from actions.turns.step import TICKET_FORM, Step, TurnAction
from actions.turns.visitor import contact_of, with_visitor

# Long enough for a help desk's list, short enough for a subject line.
LONGEST_SUBJECT = 80
CHANGE_PAYLOAD = "/change"
# The button of `utter_ask_change` that a company without order numbers has no use for.
CHANGE_ORDER_NUMBER = '/change{"field": "order_number"}'
# Shorter words ("the", "de") are in every title.
SHORTEST_TELLING_WORD = 4
# "please change the name of the contact": more words are about something else.
LONGEST_REFERENCE = 7


class ActionStartTicket(TurnAction):
    """Leads to the form whoever wants a ticket, a person or to complain."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_start_ticket"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The form speaks, unless the wish is unsure and the message has a sure answer."""
        step = as_a_question(heard, memory, outside)
        return step or Step(memory, followup=TICKET_FORM)


class ValidateTicketForm(TurnAction):
    """Called by Rasa's form with every message while the form is active, and when it starts."""

    def name(self) -> str:
        """Rasa's fixed name for it."""
        return "validate_ticket_form"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The form asks its next question here, so that one action speaks and not two."""
        rules = form_rules(outside, memory.language or "")
        if memory.requested_slot is None:
            reasons = [
                act.removeprefix("utter_start_")
                for act in outside.texts.responses
                if act.startswith("utter_start_")
            ]
            known = with_visitor(memory, outside.visitor)
            step = start(known, heard, rules, reasons=reasons)
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
        contact = contact_of(memory, outside.visitor)
        request = _request(heard, memory, contact, outside)
        ticket = outside.tickets.open(request, now=outside.now())
        outside.conversations.save_contact(
            heard.conversation_id,
            name=contact.name,
            email=contact.email,
            phone=contact.phone,
            verified=contact.verified,
        )
        reply = _confirmation(ticket, memory, speech, outside.desk)
        return Step(replace(forgotten, ticket=ticket.number), (reply,))


def form_rules(outside: Services, language: str) -> FormRules:
    """What the company's desk file and texts say about the form."""
    desk = outside.desk
    known = desk.order_number
    fields = {
        json.loads(button.payload.removeprefix(CHANGE_PAYLOAD))["field"]: button.title
        for button in outside.texts.buttons("utter_ask_change", language)
        if button.payload.startswith(CHANGE_PAYLOAD)
    }
    return FormRules(
        needs=desk.needs,
        is_a_matter=desk.is_a_matter,
        field_named=lambda text: field_named(text, fields),
        order_number=known.read if known else lambda _text: None,
    )


def _spoken(step: FormStep, heard: Heard, outside: Services) -> tuple[Reply, ...]:
    speech = outside.speech(heard, step.memory)
    shown = _chosen(step, speech, outside)
    if step.found is not None:
        shown = speech.findings(step.found, with_person=False)
    values = _values(step.memory, speech.language, outside.desk)
    without = () if outside.desk.order_number else (CHANGE_ORDER_NUMBER,)
    return (*shown, *(_line(line, step, values, speech, without) for line in step.lines))


def _chosen(step: FormStep, speech: Speech, outside: Services) -> tuple[Reply, ...]:
    """The article whose title was pressed inside the form; one withdrawn meanwhile is not shown."""
    if step.chosen is None:
        return ()
    article = outside.article_to_show(step.chosen, speech.language)
    return () if article is None else (speech.article(article),)


def field_named(text: str, titles: Mapping[str, str]) -> str | None:
    """The field whose title (field → title) shares a telling word with a short text."""
    words = words_of(text)
    if len(words) > LONGEST_REFERENCE:
        return None
    for name, title in titles.items():
        if words & {word for word in words_of(title) if len(word) >= SHORTEST_TELLING_WORD}:
            return name
    return None


def words_of(text: str) -> set[str]:
    """The words of a text, without regard to capitals."""
    return set(re.findall(r"\w+", text.casefold()))


def _line(
    line: Line, step: FormStep, values: dict[str, str], speech: Speech, without: Collection[str]
) -> Reply:
    response = line.response
    if response == "utter_form_confirmed" and step.memory.order_number:
        response = "utter_form_confirmed_with_order_number"
    asks = response.startswith(("utter_form_", "utter_wrong_", "utter_ask_"))
    return speech.say(
        response,
        decision=line.decision or f"ticket_form.{step.memory.requested_slot or 'end'}",
        kind="question" if asks else "text",
        found=step.found.founds[0] if step.found else None,
        values=values | line.values,
        without=without,
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


def _request(heard: Heard, memory: Memory, contact: Contact, outside: Services) -> TicketRequest:
    summary = memory.summary or ""
    numbered = {"order_number": memory.order_number} if memory.order_number else {}
    return TicketRequest(
        idempotency_key=f"{heard.conversation_id}:{memory.form_run}",
        conversation_id=heard.conversation_id,
        contact=contact,
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
