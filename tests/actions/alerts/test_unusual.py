"""Whether an hour is unlike other days' same hour."""

from datetime import UTC, datetime

import pytest

from actions.alerts.unusual import chance_of, is_unusual, usual_hours


@pytest.mark.parametrize(
    ("count", "earlier", "unusual"),
    [
        (4, [0, 0, 0], False),  # one customer's bad day, and two more's
        (5, [0, 0, 0], True),
        (40, [30, 28, 31], False),
        (60, [30, 28, 31], True),
        (60, [30, 28, 58], False),  # such an hour was there before
        (300, [210, 220, 300], False),
    ],
)
def test_an_hour_is_unusual_if_chance_does_not_make_it(count, earlier, unusual):
    assert is_unusual(count, earlier) is unusual


def test_the_chance_is_poissons():
    # 1 - P(0) - P(1) where one is to be expected.
    assert chance_of(2, 1.0) == pytest.approx(1 - 2 * 0.36787944, abs=1e-6)
    assert chance_of(1_200, 1_000.0) < 1e-8


def test_a_monday_is_compared_with_mondays_too():
    monday = datetime(2026, 3, 30, 10, 0, tzinfo=UTC)
    hours = list(usual_hours(monday))
    assert sum(hour.until.weekday() == 0 for hour in hours) == 4
    assert {hour.until.hour for hour in hours} == {10}
