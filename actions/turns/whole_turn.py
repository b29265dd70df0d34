"""A whole turn without Rasa: the actions that its rules and its form call, until one speaks."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from rasa_sdk.executor import ActionExecutor
from ruamel.yaml import YAML

from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.services import Services
from actions.turns.step import TICKET_FORM, Step, TurnAction, remembered
from actions.turns.ticket_form import ActionOpenTicket, ValidateTicketForm

Rules = Mapping[str, TurnAction]
WITH_RULES = re.compile(r"^rules:", re.MULTILINE)


def whole_turn(
    heard: Heard, earlier: Memory, outside: Services, *, in_form: bool, rules: Rules
) -> Step:
    """What a message leads to, as `nlu_data/rules` have it.

    Raises LookupError for an act without a rule.
    """
    action: TurnAction = ValidateTicketForm() if in_form else rules[heard.act]
    while True:
        memory = remembered(earlier, heard, outside, in_form=in_form)
        step = action.decided(heard, memory, outside)
        if step.replies:
            return step
        earlier = step.memory
        if step.followup == TICKET_FORM:
            # A form that starts is called before Rasa has made it the active one.
            action, in_form = ValidateTicketForm(), False
        elif isinstance(action, ValidateTicketForm):
            action, in_form = ActionOpenTicket(), False  # the form has ended without a word
        else:
            return step


def rules_of(nlu_data: Path) -> Rules:
    """Act → the action of its rule, as the action server would find it."""
    executor = ActionExecutor()
    executor.register_package("actions.turns")
    actions = {
        name: run.__self__
        for name, run in executor.actions.items()
        if isinstance(getattr(run, "__self__", None), TurnAction)
    }
    return {act: actions[name] for act, name in _rules(nlu_data) if name in actions}


def _rules(nlu_data: Path) -> Iterator[tuple[str, str]]:
    """Act and action of every rule that needs nothing but the act."""
    texts = (file.read_text("utf-8") for file in sorted(nlu_data.rglob("*.yml")))
    # Thousands of names and examples need not be parsed.
    for content in (YAML(typ="safe").load(text) for text in texts if WITH_RULES.search(text)):
        for rule in content.get("rules") or ():
            steps = rule["steps"]
            if "condition" not in rule and len(steps) == 2 and "intent" in steps[0]:
                yield steps[0]["intent"], steps[1].get("action", "")
