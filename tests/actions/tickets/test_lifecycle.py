import itertools

import pytest

from actions.tickets import ACTORS, ACTS, STATUSES, NotAllowed, acts_of, after
from actions.tickets.lifecycle import RULES
from tests.actions.tickets.promised_moves import promised


def test_every_act_of_everybody_in_every_state_is_as_promised():
    moves = promised()
    for act, actor, status in itertools.product(ACTS, ACTORS, STATUSES):
        if (act, actor, status) in moves:
            assert after(status, act, actor) == moves[act, actor, status]
        else:
            with pytest.raises(NotAllowed):
                after(status, act, actor)


def test_every_act_is_promised_and_leads_to_known_states():
    assert {act for act, _, _ in promised()} == set(ACTS) == set(RULES)
    assert set(promised().values()) <= set(STATUSES)


def test_who_may_do_what_is_told_with_the_way_out():
    with pytest.raises(NotAllowed, match="'resolve' is not for the contact; it is for: agent"):
        after("open", "resolve", "contact")
    with pytest.raises(NotAllowed, match=r"is closed cannot .* The agent can: reopen"):
        after("closed", "reply", "agent")
    with pytest.raises(NotAllowed, match="The contact can: nothing"):
        after("closed", "add", "contact")


def test_a_resolved_ticket_asks_the_contact():
    assert acts_of("contact", "resolved") == ("add", "agree", "disagree")
    assert acts_of("clock", "resolved") == ("close",)
