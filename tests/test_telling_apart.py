import numpy as np
import pytest

from tests.telling_apart import auc, upper_bound


@pytest.mark.parametrize(
    ("first", "second", "area"),
    [
        ([1, 2], [3, 4], 1.0),
        ([3, 4], [1, 2], 0.0),
        ([1, 2], [1, 2], 0.5),  # ties count half
        ([1, 1, 1], [1, 1, 1], 0.5),
        ([1, 3], [2], 0.5),
        ([1, 2, 5], [3, 4], 4 / 6),
    ],
)
def test_the_area_is_how_often_the_second_is_larger(first, second, area):
    assert auc(first, second) == pytest.approx(area)


def times(pairs, later, seed=1):
    """Waits of a service with a long tail, the second ones later by a constant."""
    chance = np.random.default_rng(seed)
    waits = chance.lognormal(1.0, 0.5, (2, pairs))
    return waits[0], waits[1] + later


@pytest.mark.parametrize("pairs", [200, 1_000])
def test_a_difference_of_two_milliseconds_is_seen(pairs):
    first, second = times(pairs, later=2)
    assert auc(first, second) > 0.7
    assert upper_bound(first, second, seed=1) > auc(first, second)


def test_no_difference_is_bounded_and_more_pairs_bound_it_better():
    bounds = [upper_bound(*times(pairs, later=0, seed=3), seed=1) for pairs in (200, 1_000)]
    assert bounds[1] < bounds[0] < 0.6
    assert bounds[1] <= 0.55


def test_it_does_not_matter_which_is_quicker():
    first, second = times(300, later=2)
    assert upper_bound(second, first, seed=1) == pytest.approx(
        upper_bound(first, second, seed=1), abs=0.02
    )
