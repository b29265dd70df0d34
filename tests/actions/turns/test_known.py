"""Which details of a message are kept."""

import pytest

from actions.turns.heard import Detail, Heard
from actions.turns.known import with_details
from actions.turns.memory import Memory


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", "C/ Olmo 12, 28013 Madrid"), ("shop", "Bilbao"), ("of_tomorrow", "anything")],
)
def test_a_detail_of_any_kind_goes_into_the_ticket(kind, value):
    heard = Heard("c", "m", "…", "ask", details=(Detail(kind, value, value),))
    memory, changed = with_details(Memory(), heard)
    assert (memory.details, changed) == ({kind: value}, ())
