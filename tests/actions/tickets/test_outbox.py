from datetime import timedelta

import pytest

from actions.tickets import UnknownDelivery
from actions.tickets.outbox import Outbox
from actions.tickets.retry import Judgement, Outcome
from tests.actions.tickets.requests import ASKED_AT, request_for

LATER = ASKED_AT + timedelta(seconds=30)


@pytest.fixture
def outbox(database, tickets):
    tickets.open(request_for(), now=ASKED_AT)
    return Outbox(database)


def claim(outbox, now=ASKED_AT, limit=10):
    return outbox.claim("demo", now=now, until=now + timedelta(seconds=30), limit=limit)


def record(outbox, claimed, outcome, judgement, now=ASKED_AT):
    outbox.record(claimed, outcome, judgement, headers={"webhook-id": "…"}, now=now)


def test_a_claimed_delivery_is_nobody_elses_until_the_lease_ends(outbox):
    [first] = claim(outbox)
    assert outbox.due_helpdesks(ASKED_AT) == []
    assert claim(outbox) == []
    [second] = claim(outbox, now=LATER)
    assert second.delivery_id == first.delivery_id
    assert (first.tries, second.tries) == (1, 2)


def test_the_result_of_a_lost_lease_does_not_count(outbox):
    [slow] = claim(outbox)
    [other] = claim(outbox, now=LATER)
    record(outbox, slow, Outcome(410), Judgement("dead"))
    [delivery] = outbox.deliveries()
    assert delivery.state == "pending"
    record(outbox, other, Outcome(204), Judgement("delivered"), now=LATER)
    [delivery] = outbox.deliveries()
    assert delivery.state == "delivered"
    assert [attempt.status for attempt in delivery.attempts] == [410, 204]


def test_a_failed_delivery_waits_for_its_time(outbox):
    [claimed] = claim(outbox)
    record(outbox, claimed, Outcome(500), Judgement("pending", next_attempt_at=LATER))
    assert outbox.due_helpdesks(ASKED_AT) == []
    assert outbox.due_helpdesks(LATER) == ["demo"]


def test_a_disabled_help_desk_keeps_its_queue_and_replay_enables_it(outbox, tickets):
    [claimed] = claim(outbox)
    record(outbox, claimed, Outcome(410), Judgement("dead", disables_helpdesk=True))
    tickets.open(request_for("cnv_2:1", conversation_id="cnv_2"), now=ASKED_AT)
    assert outbox.due_helpdesks(ASKED_AT) == []
    replayed = outbox.replay(claimed.delivery_id)
    assert (replayed.id, replayed.state) == (claimed.delivery_id, "pending")
    assert outbox.due_helpdesks(ASKED_AT) == ["demo"]
    assert len(claim(outbox)) == 2


def test_deliveries_are_listed_by_conversation_and_state(outbox, tickets):
    tickets.open(request_for("cnv_2:1", conversation_id="cnv_2"), now=LATER)
    [first, second] = tickets.deliveries()
    assert (first.ticket_number, first.event_type, first.helpdesk) == (
        "T-1001",
        "ticket.created",
        "demo",
    )
    assert tickets.deliveries("cnv_2") == [second]
    assert tickets.deliveries(state="dead") == []
    assert tickets.deliveries("cnv_1", state="pending") == [first]


def test_an_unknown_delivery_cannot_be_replayed(tickets):
    with pytest.raises(UnknownDelivery, match="primera deliveries list"):
        tickets.replay("dlv_none")
