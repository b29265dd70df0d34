from datetime import UTC, datetime, timedelta

import pytest

from actions.accounts.lock_out import failures_now, shut_for, wait_left

NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (0, 0),
        (4, 0),  # people mistype
        (5, 30),
        (6, 60),
        (9, 480),
        (10, 900),  # never longer: somebody else may be the one who tries
        (10_000, 900),
    ],
)
def test_each_further_wrong_password_shuts_for_twice_as_long_up_to_a_quarter_of_an_hour(
    failures, seconds
):
    assert shut_for(failures) == timedelta(seconds=seconds)


def test_the_wait_ends():
    assert wait_left(5, NOON, NOON + timedelta(seconds=10)) == timedelta(seconds=20)
    assert wait_left(5, NOON, NOON + timedelta(seconds=30)) == timedelta()


def test_failures_are_forgotten_after_a_day():
    assert failures_now(7, NOON, NOON + timedelta(hours=23)) == 7
    assert failures_now(7, NOON, NOON + timedelta(hours=24)) == 0
