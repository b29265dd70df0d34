"""Actions that say a fixed text: manners, small talk, yes and no outside the form."""

from dataclasses import replace

from actions.turns.addition import accepted_step, addition_step, is_offered, refused_step
from actions.turns.answer import as_a_question
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.people import to_people
from actions.turns.resolution import asked_about, resolution_step
from actions.turns.services import Services
from actions.turns.step import TICKET_FORM, Step, TurnAction

# After a ticket these may well belong to it: "the box was wet, too", "no, it was on Monday".
MAY_ADD = frozenset({"out_of_scope", "correct"})


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
        if heard.act in MAY_ADD and (step := addition_step(heard, memory, outside)):
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
        """People come when a ticket was offered and they are there; otherwise the form speaks."""
        if memory.offered == "ticket":
            step = to_people(heard, memory, outside, "asked_for_person")
            return step or Step(memory, followup=TICKET_FORM)
        if is_offered(memory):
            return accepted_step(heard, memory, outside)
        if ticket := asked_about(heard, outside):
            return resolution_step(ticket, True, heard, memory, outside)
        return super().decide(heard, memory, outside)


class ActionDeny(ActionSay):
    """A no: to what was offered, or to the question whether a ticket is solved."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_deny"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """A ticket that is not solved goes on."""
        if is_offered(memory):
            return refused_step(heard, memory, outside)
        if memory.offered is None and (ticket := asked_about(heard, outside)):
            return resolution_step(ticket, False, heard, memory, outside)
        return super().decide(heard, memory, outside)
