"""The actions around the ticket form; what they decide is in `form.py`."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.events import SlotSet

from actions.tickets import Protocol
from actions.turns.addition import addition_step
from actions.turns.answer import as_a_question
from actions.turns.calming import calmed_in_form
from actions.turns.form import go_on, start, start_brief
from actions.turns.form_fields import company_fields, is_brief
from actions.turns.form_moves import corrects
from actions.turns.form_speech import spoken, times_to_call, today_of
from actions.turns.form_step import FormRules, FormStep, Line
from actions.turns.found import Findings
from actions.turns.handing import case_handed_over
from actions.turns.heard import Heard
from actions.turns.memory import FORGOTTEN_AFTER_A_FORM, Memory
from actions.turns.opened import open_ticket
from actions.turns.people import (
    REASONS,
    is_clearly_for_a_person,
    to_people,
    told_when,
)
from actions.turns.protocol import begun, called_for, having_told, untold
from actions.turns.resolution import ActionAnswerResolution, ActionRateTicket
from actions.turns.searching import look_up, nothing
from actions.turns.services import Services
from actions.turns.step import TICKET_FORM, Step, TurnAction
from actions.turns.visitor import with_visitor

CHANGE_PAYLOAD = "/change"
# Shorter words ("the", "de") are in every title.
SHORTEST_TELLING_WORD = 4
# "please change the name of the contact": more words are about something else.
LONGEST_REFERENCE = 7


# What a button of another ticket leads to in the middle of the form.
ASIDES: Mapping[str, type[TurnAction]] = {
    "answer_resolution": ActionAnswerResolution,
    "rate_ticket": ActionRateTicket,
}


class ActionStartTicket(TurnAction):
    """Leads to the form whoever wants a ticket, a person or to complain."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_start_ticket"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The form speaks, unless the wish is unsure and the message has a sure answer, people are
        there, or there is a ticket that it may belong to.
        """
        step = as_a_question(heard, memory, outside)
        step = step or to_people(heard, memory, outside, REASONS.get(heard.act))
        step = step or addition_step(heard, memory, outside)
        return step or Step(memory, followup=TICKET_FORM)


class ValidateTicketForm(TurnAction):
    """Called by Rasa's form with every message while the form is active, and when it starts."""

    is_the_form = True

    def name(self) -> str:
        """Rasa's fixed name for it."""
        return "validate_ticket_form"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The form asks its next question here, so that one action speaks and not two."""
        rules = form_rules(outside, memory)
        if (handed := _to_people_at_once(heard, memory, rules, outside)) is not None:
            return handed
        if (step := brief_step(heard, memory, rules, outside)) is not None:
            lines = spoken(step, heard, outside)
            if not lines:
                return Step(step.memory)  # complete: the ticket's action speaks
            told = having_told(step.memory, step.memory.protocol)
            return Step(told, (*untold(heard, step.memory, outside), *lines))
        if memory.requested_slot is None:
            reasons = [
                act.removeprefix("utter_start_")
                for act in outside.texts.responses
                if act.startswith("utter_start_")
            ]
            known = with_visitor(memory, outside.visitor)
            step = start(known, heard, rules, reasons=reasons)
            step = told_when(step, step.memory, outside)
        elif is_clearly_for_a_person(heard) and (
            handed := to_people(heard, memory, outside, "asked_for_person")
        ):
            return handed
        else:
            step = go_on(memory, heard, rules, lambda: _found(heard, memory, outside))
        aside = ASIDES.get(heard.act) if memory.requested_slot else None
        before = aside().decide(heard, memory, outside).replies if aside else ()
        return Step(step.memory, (*before, *spoken(step, heard, outside)))

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        """As every action, but the requested field is always told: Rasa would choose its own."""
        events = await super().run(dispatcher, tracker, domain)
        if any(event.get("name") == "requested_slot" for event in events):
            return events
        return [*events, SlotSet("requested_slot", tracker.slots.get("requested_slot"))]


class ActionOpenTicket(TurnAction):
    """Opens the ticket when the form has ended; after "cancel" says that nothing is sent."""

    goes_second = False

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_open_ticket"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """One run of the form is one ticket, however often this turn is repeated."""
        speech = outside.speech(heard, memory)
        if memory.cancelled:
            forgotten = replace(memory, **FORGOTTEN_AFTER_A_FORM)
            return Step(forgotten, (speech.say("utter_ticket_cancelled", decision="cancelled"),))
        told = having_told(memory, memory.protocol)
        opened, reply = open_ticket(heard, told, outside)
        return Step(opened, (*untold(heard, memory, outside), reply))


def _to_people_at_once(
    heard: Heard, memory: Memory, rules: FormRules, outside: Services
) -> Step | None:
    """A grave case in the middle of the form, where people are there; the form waits for them."""
    kind = grave_case(heard, memory, rules, outside) if memory.requested_slot else None
    handed = case_handed_over(kind, heard, memory, outside) if kind else None
    return None if handed is None else Step(*handed)


def brief_step(
    heard: Heard, memory: Memory, rules: FormRules, outside: Services
) -> FormStep | None:
    """What the form does first in a grave case or with somebody angry; None: what it always does.

    A protocol in the middle of the form makes the rest of it brief.
    """
    known = with_visitor(memory, outside.visitor)
    if kind := grave_case(heard, memory, rules, outside):
        return start_brief(begun(known, heard, kind), heard, rules, reason=f"protocol_{kind}")
    if memory.requested_slot is not None:
        return calmed_in_form(memory, heard, rules)
    if memory.protocol is not None:
        return start_brief(known, heard, rules, reason=f"protocol_{memory.protocol}")
    if memory.mood is not None:
        reason = heard.act if heard.act in ("person", "open_ticket") else "complain"
        line = "utter_start_calm" if memory.question else "utter_start_calm_person"
        lines = (Line(line, decision="start_calm"),)
        return start_brief(known, heard, rules, reason=reason, lines=lines)
    return None


def grave_case(heard: Heard, memory: Memory, rules: FormRules, outside: Services) -> str | None:
    """The protocol that a message to the form calls for, unless it means what the form asked."""
    kind = called_for(heard, memory, outside)
    if kind and _is_about_the_form(heard, memory, rules, outside.protocols[kind]):
        return None
    return kind


def _is_about_the_form(heard: Heard, memory: Memory, rules: FormRules, protocol: Protocol) -> bool:
    """Whether few words in the middle of the form mean what it asked, and no grave case."""
    if memory.requested_slot is None:
        return False
    named = rules.field_named(heard.text)
    if protocol.answerable and named is not None:
        return True
    return protocol.correctable and corrects(memory, heard, named, rules)


def _found(heard: Heard, memory: Memory, outside: Services) -> Findings:
    """What the articles hold; to a grave case and to anger none is held out inside the form."""
    return nothing(heard.text) if is_brief(memory) else look_up(heard, memory, outside)


def form_rules(outside: Services, memory: Memory) -> FormRules:
    """What the company's desk file, fields and texts say about the form of this matter."""
    language = memory.language or ""
    today = today_of(outside)
    titles = {
        json.loads(button.payload.removeprefix(CHANGE_PAYLOAD))["field"]: button.title
        for button in outside.texts.buttons("utter_ask_change", language)
        if button.payload.startswith(CHANGE_PAYLOAD)
    }
    own = [*company_fields(memory, outside.fields, today), outside.fields.order_number]
    titles |= {field.name: field.titled(language) for field in own if field is not None}
    return FormRules(
        is_a_matter=outside.desk.is_a_matter,
        other_ways=bool(outside.desk.contact_ways),
        field_named=lambda text: field_named(text, titles),
        fields=outside.fields,
        today=today,
        call_times=lambda day: times_to_call(memory, outside, day),
    )


def field_named(text: str, titles: Mapping[str, str]) -> str | None:
    """The field whose title (field → title) alone shares a telling word with a short text.

    A word that several titles have tells none of them.
    """
    words = words_of(text)
    if len(words) > LONGEST_REFERENCE:
        return None
    telling = {
        name: {word for word in words_of(title) if len(word) >= SHORTEST_TELLING_WORD}
        for name, title in titles.items()
    }
    common = Counter(word for of_title in telling.values() for word in of_title)
    for name, of_title in telling.items():
        if any(common[word] == 1 for word in words & of_title):
            return name
    return None


def words_of(text: str) -> set[str]:
    """The words of a text, without regard to capitals."""
    return set(re.findall(r"\w+", text.casefold()))
