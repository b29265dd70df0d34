"""Messages that arrive whatever has become of those before."""

from collections import Counter

import pytest

from bot.load.arrivals import arrivals, with_ticket


def test_they_come_at_a_fixed_rate_and_every_conversation_takes_its_turn():
    planned = list(arrivals(rate=10, seconds=6, conversations=20, seed=6))
    assert [at for at, _ in planned] == pytest.approx([number / 10 for number in range(60)])
    assert set(Counter(number for _, number in planned).values()) == {3}


def test_a_seed_says_all():
    plan = list(arrivals(rate=10, seconds=6, conversations=20, seed=6))
    assert plan == list(arrivals(rate=10, seconds=6, conversations=20, seed=6))
    assert plan != list(arrivals(rate=10, seconds=6, conversations=20, seed=7))


@pytest.mark.parametrize(("share", "tickets"), [(0.1, 30), (0.0, 0), (1.0, 300)])
def test_a_share_of_the_conversations_opens_a_ticket(share, tickets):
    assert sum(with_ticket(number, share=share) for number in range(300)) == tickets
