"""Where a ticket stands, asked by somebody who may mean something else."""

from types import SimpleNamespace

import pytest

from actions.turns.memory import Memory
from actions.turns.status import ActionStatus
from tests.actions.turns.found import nothing, suggestions
from tests.actions.turns.test_searching import PORTUGAL, outside, says

FOLLOW_UP = "and how do I follow it"


def decided(heard, memory, **found):
    """What is said, by name; the conversation has no ticket."""
    services = outside(**found)
    services.tickets = SimpleNamespace(for_conversation=lambda _: [])
    services.visitor = services.codes = None
    services.speech = lambda *_: SimpleNamespace(
        say=lambda name, **_: name, findings=lambda found: ("findings",), language="en"
    )
    return ActionStatus().decide(heard, memory, services).replies


@pytest.mark.parametrize("alone", [nothing(), suggestions("order-status")])
def test_a_follow_up_is_told_what_is_found_and_not_that_there_is_no_ticket(alone):
    found = {FOLLOW_UP: alone, f"{PORTUGAL} {FOLLOW_UP}": suggestions("delivery-abroad")}
    heard = says(FOLLOW_UP, leans="clearly", act_confidence=0.9)
    assert decided(heard, Memory(subject=PORTUGAL), **found) == ("findings",)
    assert decided(heard, Memory(), **found) == ("utter_status_none",)
