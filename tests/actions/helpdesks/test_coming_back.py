"""C6: where a help desk says a ticket stands, it stands, by legal steps alone."""

import itertools

import pytest

from actions.helpdesks.answer import ExternalMessage
from actions.helpdesks.coming_back import acts_between, said
from actions.tickets import STATUSES, after

# What no act leads to: who takes what waits leaves it waiting, and what is closed is solved.
NO_CHANGE = {
    ("waiting_for_contact", "open"),
    ("waiting_for_contact", "in_progress"),
    ("closed", "resolved"),
}


@pytest.mark.parametrize(("ours", "theirs"), [*itertools.product(STATUSES, repeat=2)])
def test_c6_every_state_of_theirs_is_reached_by_acts_that_agents_may_do(ours, theirs):
    stands = ours
    for act in acts_between(ours, theirs):
        stands = after(stands, act, "agent")
    if ours == theirs or (ours, theirs) in NO_CHANGE:
        assert stands == ours
    elif theirs == "open" and ours in ("resolved", "closed"):
        assert stands == "in_progress"
    else:
        assert stands == theirs


@pytest.mark.parametrize("status", STATUSES)
def test_a_reply_is_legal_in_every_state(status):
    change = said(ExternalMessage(id="7", text="Hola"), status, via="rt")
    after(status, change.act, change.actor)
    assert (change.text, change.key, change.via) == ("Hola", "rt:7", "rt")
