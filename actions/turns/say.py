"""Actions that say a fixed text: manners, small talk, yes and no outside the form."""

from dataclasses import replace

from actions.turns.answer import as_a_question
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.services import Services
from actions.turns.step import TICKET_FORM, Step, TurnAction


class ActionSay(TurnAction):
    """Says the text named after the act, unless the message turns out to be a question."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_say"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """A sure answer goes before an unsure act."""
        speech = outside.speech(heard, memory)
        if (step := as_a_question(heard, memory, outside)) is not None:
            return step
        response = f"utter_{heard.act}"
        known = outside.texts.has(response)
        reply = speech.say(response if known else "utter_expired_button", decision=heard.act)
        return Step(replace(memory, offered=None), (reply,))


class ActionAffirm(ActionSay):
    """A yes: to what was offered, if something was."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_affirm"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The form speaks when a ticket was offered."""
        if memory.offered == "ticket":
            return Step(memory, followup=TICKET_FORM)
        return super().decide(heard, memory, outside)
