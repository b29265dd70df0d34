"""Times to call back lie in the team's own hours, whatever the calendar does."""

from datetime import UTC, date, datetime

import pytest

from actions.tickets import CallTime, call_times, call_times_on
from actions.tickets.opening import OpeningTimes

MADRID = OpeningTimes("Mo-Fr 09:00-19:00; Sa 10:00-14:00", "Europe/Madrid", "ES", "MD")


def offered(now):
    return [str(each) for each in call_times(MADRID, now)]


def test_the_first_and_the_last_of_the_next_three_open_days_are_offered():
    assert offered(datetime(2026, 3, 23, 8, 0, tzinfo=UTC)) == [  # Monday, 9:00 there
        *("2026-03-23 11:00-13:00", "2026-03-23 17:00-19:00"),
        *("2026-03-24 09:00-11:00", "2026-03-24 17:00-19:00"),
        *("2026-03-25 09:00-11:00", "2026-03-25 17:00-19:00"),
    ]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 3, 27, 17, 30, tzinfo=UTC), "2026-03-28 10:00-12:00"),  # Friday evening
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), "2026-03-30 09:00-11:00"),  # clocks go forward
        (datetime(2026, 12, 31, 17, 30, tzinfo=UTC), "2027-01-02 10:00-12:00"),  # New Year's Day
    ],
)
def test_closed_days_and_holidays_are_left_out(now, first):
    assert offered(now)[0] == first


def test_every_offered_time_is_within_open_hours_and_not_at_once():
    now = datetime(2026, 10, 23, 6, 20, tzinfo=UTC)  # clocks go back two days later
    for each in call_times(MADRID, now):
        assert each.begins > now
        assert MADRID.is_open(each.begins)
        assert any(shift.closes >= each.ends for shift in [next(MADRID.shifts(each.begins))])


def test_of_one_day_every_stretch_that_is_left_can_be_meant():
    now = datetime(2026, 3, 23, 8, 0, tzinfo=UTC)
    of_day = call_times_on(MADRID, date(2026, 3, 24), now)
    assert [f"{each.begins:%H}" for each in of_day] == ["09", "11", "13", "15", "17"]
    assert call_times_on(MADRID, date(2026, 3, 29), now) == []  # a Sunday
    assert call_times_on(MADRID, date(2027, 3, 24), now) == []  # nobody waits for a year


def test_what_a_ticket_says_can_be_read_back():
    (first, *_) = call_times(MADRID, datetime(2026, 3, 23, 8, 0, tzinfo=UTC))
    assert str(CallTime.read(str(first))) == str(first)
    assert CallTime.read("whenever you like") is None
