"""What the worker counts, and what waits in the outbox."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from actions.tickets import TicketStore
from actions.tickets.backlog import Backlog
from actions.tickets.metrics import WorkerMetrics
from tests.actions.tickets.receiver import answers, receiver
from tests.actions.tickets.requests import ASKED_AT, request_for
from tests.actions.tickets.test_worker import deliver, desk_with

LATER = ASKED_AT + timedelta(minutes=5)


def test_an_outbox_tells_what_waits_and_how_long(database, desk):
    assert Backlog.of(database, LATER) == Backlog(0, 0, {}, 0.0)
    TicketStore(database, desk).open(request_for(), now=ASKED_AT)
    waiting = Backlog.of(database, LATER)
    assert (waiting.pending, waiting.dead, waiting.oldest_seconds) == (1, 0, 300.0)


def test_what_was_given_up_waits_no_more_and_is_told(database, desk):
    with receiver(answers(410)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        TicketStore(database, here).open(request_for(), now=ASKED_AT)
        deliver(database, here)
    given_up = Backlog.of(database, LATER)
    assert (given_up.pending, given_up.dead, given_up.oldest_seconds) == (0, 1, 0.0)
    assert list(given_up.disabled) == ["demo"]


@pytest.mark.parametrize(("status", "outcome"), [(204, "delivered"), (500, "pending")])
def test_an_attempt_is_counted_by_what_became_of_the_delivery(database, desk, status, outcome):
    counts = WorkerMetrics()
    with receiver(answers(status)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        TicketStore(database, here).open(request_for(), now=ASKED_AT)
        deliver(database, here, attempted=counts.attempted)
    value = counts.registry.get_sample_value(
        "primera_delivery_attempts_total", {"outcome": outcome}
    )
    assert value == 1


def test_the_outbox_is_read_when_somebody_asks(database, desk):
    counts = WorkerMetrics()
    counts.watch(lambda: Backlog.of(database, LATER), float)
    TicketStore(database, desk).open(request_for(), now=ASKED_AT)
    assert counts.registry.get_sample_value("primera_deliveries_pending") == 1
    assert counts.registry.get_sample_value("primera_oldest_delivery_seconds") == 300


def test_a_database_that_does_not_answer_tells_nothing():
    def away():
        raise OperationalError("select", {}, Exception("locked"))

    counts = WorkerMetrics()
    counts.watch(away, float)
    assert counts.registry.get_sample_value("primera_deliveries_pending") is None
