"""Which closed ticket a new one of the same conversation goes on with."""

import pytest

from actions.tickets import Change
from actions.turns.request import followed
from tests.actions.tickets.requests import ASKED_AT, request_for


@pytest.fixture
def earlier(tickets):
    """T-1001 about a refund, closed; T-1002 about a delivery, closed; T-1003 on it, still open."""
    for number, topic in enumerate(("refunds", "delivery", "delivery"), start=1):
        details = {"order_number": f"AU-0000{number}"}
        tickets.open(request_for(f"cnv_1:{number}", topic=topic, details=details), now=ASKED_AT)
    for number in ("T-1001", "T-1002"):
        tickets.change(number, Change("close", "agent"), now=ASKED_AT)
    return tickets.for_conversation("cnv_1")


@pytest.mark.parametrize(
    ("topic", "order_number", "number"),
    [
        ("refunds", None, "T-1001"),  # the same topic
        ("delivery", None, "T-1002"),  # the open one is not over: it can be added to
        ("orders", "AU-00001", "T-1001"),  # the same order, called something else
        ("orders", "AU-00009", None),
        ("orders", None, None),
        (None, None, None),  # two matters without a topic are not the same
        ("", None, None),
    ],
)
def test_a_new_ticket_follows_the_closed_one_on_the_same(earlier, topic, order_number, number):
    assert followed(earlier, topic=topic, order_number=order_number) == number
