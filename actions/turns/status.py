"""The action that says where a ticket stands."""

from dataclasses import replace

from actions.turns.answer import as_a_question, follows_up, step_for
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.promise import card_of, due_words
from actions.turns.searching import look_up
from actions.turns.services import Services
from actions.turns.step import Step, TurnAction


class ActionStatus(TurnAction):
    """Tells the state of the conversation's last ticket; nobody else's can be asked for."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_status"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """Without a ticket in this conversation a person is offered."""
        speech = outside.speech(heard, memory)
        if (step := as_a_question(heard, memory, outside)) is not None:
            return step
        tickets = outside.tickets.for_conversation(heard.conversation_id)
        if not tickets:
            # "Where is my order?" asks for a state too, and an article may say where to see it.
            found = look_up(heard, memory, outside)
            if found.is_sure or (follows_up(found, heard) and not found.is_nothing):
                return step_for(found, memory, heard, speech)
            reply = speech.say("utter_status_none", decision="status_none", kind="question")
            return Step(replace(memory, offered="ticket"), (reply,))
        ticket = max(tickets, key=lambda each: each.created_at)
        card = card_of(ticket, outside.desk, speech.language)
        due = due_words(
            ticket.first_answer_due, time_zone=outside.desk.time_zone, language=speech.language
        )
        reply = speech.say(
            "utter_status",
            decision="status",
            kind="ticket",
            ticket=card,
            values={"number": card.number, "status": card.label, "team": card.team, **due},
        )
        return Step(memory, (reply,))
