import pytest

from actions.figures import Spike, spikes


@pytest.mark.parametrize(
    ("now", "before", "is_spike"),
    [
        (4, 0, False),  # too few to call anybody
        (9, 0, False),  # 9 > 3·√9 does not hold
        (10, 0, True),
        (120, 100, False),
        (150, 100, True),
        (50, 100, False),
    ],
)
def test_a_spike_is_more_than_chance_makes_of_two_counts(now, before, is_spike):
    found = spikes({"returns": now}, {"returns": before} if before else {})
    assert found == ([Spike("returns", now, before)] if is_spike else [])


def test_the_largest_comes_first():
    found = spikes({"a": 20, "b": 60, "c": 1}, {"b": 5})
    assert [spike.topic for spike in found] == ["b", "a"]
