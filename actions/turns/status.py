"""The action that says where a ticket stands."""

from dataclasses import replace

from actions.turns.addition import of_visitor
from actions.turns.answer import as_a_question, follows_up, step_for
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.searching import look_up
from actions.turns.services import Services
from actions.turns.status_code import address_question, status_reply
from actions.turns.step import Step, TurnAction


class ActionStatus(TurnAction):
    """Tells the state of the last ticket of the conversation, or of whom the site vouches for.

    To nobody else, unless they read the mailbox that a ticket was opened with.
    """

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_status"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """Without a ticket in this conversation a person is offered."""
        speech = outside.speech(heard, memory)
        if (step := as_a_question(heard, memory, outside)) is not None:
            return step
        here = outside.tickets.for_conversation(heard.conversation_id)
        tickets = here or of_visitor(heard, outside)
        if not tickets:
            # "Where is my order?" asks for a state too, and an article may say where to see it.
            found = look_up(heard, memory, outside)
            if found.is_sure or (follows_up(found, heard) and not found.is_nothing):
                return step_for(found, memory, heard, speech)
            if outside.codes is not None:
                return Step(*address_question(heard, memory, outside))
            reply = speech.say("utter_status_none", decision="status_none", kind="question")
            return Step(replace(memory, offered="ticket"), (reply,))
        ticket = max(tickets, key=lambda each: each.created_at)
        links = outside.tickets.links
        reply = status_reply(ticket, heard, memory, outside, links=links)
        return Step(memory, (reply,))
