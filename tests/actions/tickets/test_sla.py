from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.tickets import NeverOpen, due_at, due_on_day, sla_for
from actions.tickets.opening import OpeningTimes
from tests.actions.tickets.counted import (
    ALWAYS,
    LONG,
    MADRID,
    NIGHT,
    SHORT,
    due_by_counting,
    due_day_by_counting,
)


def madrid(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=MADRID)


@pytest.mark.parametrize(
    ("opened", "hours", "due"),
    [
        ("2026-03-24 10:00", 2, "2026-03-24 12:00"),  # same day
        ("2026-03-24 19:00", 2, "2026-03-24 21:00"),  # closing time itself still counts
        ("2026-03-24 20:00", 2, "2026-03-25 10:00"),  # an hour on each side of the night
        ("2026-03-24 21:00", 2, "2026-03-25 11:00"),  # opened at closing time
        ("2026-03-24 03:00", 2, "2026-03-24 11:00"),  # opened at night
        ("2026-03-27 20:30", 1, "2026-03-28 10:30"),  # Friday evening into Saturday
        ("2026-03-28 17:00", 2, "2026-03-30 10:00"),  # over the Sunday on which clocks change
        ("2026-04-01 20:00", 2, "2026-04-04 11:00"),  # Maundy Thursday and Good Friday closed
        ("2026-04-30 20:00", 2, "2026-05-04 10:00"),  # Labour Day, Saturday: Madrid's own day
        ("2026-12-31 20:00", 2, "2027-01-02 11:00"),  # over the new year
    ],
)
def test_the_first_answer_counts_open_hours(opened, hours, due):
    promised = due_at(madrid(opened), opening=LONG, open_time=timedelta(hours=hours))
    assert promised == madrid(due)
    assert promised.tzinfo is UTC


@pytest.mark.parametrize(
    ("opened", "hours", "due"),
    [
        ("2026-03-29 00:30", 3, "2026-03-29 04:30"),  # spring: 02:00 to 03:00 is not there
        ("2026-10-25 00:30", 3, "2026-10-25 02:30"),  # autumn: 02:00 to 03:00 is there twice
    ],
)
def test_hours_are_real_hours_when_the_clocks_change(opened, hours, due):
    promised = due_at(madrid(opened), opening=ALWAYS, open_time=timedelta(hours=hours))
    assert promised - madrid(opened).astimezone(UTC) == timedelta(hours=hours)
    assert promised.astimezone(MADRID).strftime("%Y-%m-%d %H:%M") == due


@pytest.mark.parametrize(
    ("opened", "days", "due"),
    [
        ("2026-03-24 10:00", 1, "2026-03-25 18:00"),  # closing time of the next working day
        ("2026-03-24 03:00", 1, "2026-03-25 18:00"),  # before opening: the day itself begins it
        ("2026-03-24 18:00", 1, "2026-03-26 18:00"),  # after closing: begins tomorrow
        ("2026-03-27 10:00", 1, "2026-03-30 18:00"),  # over the weekend
        ("2026-04-01 10:00", 2, "2026-04-07 18:00"),  # over Easter
        ("2026-12-04 10:00", 2, "2026-12-10 18:00"),  # a bridge of two holidays
    ],
)
def test_the_solution_counts_working_days(opened, days, due):
    assert due_on_day(madrid(opened), opening=SHORT, working_days=days) == madrid(due)


def test_saturday_is_a_working_day_for_those_who_work_then():
    assert due_on_day(madrid("2026-03-27 10:00"), opening=LONG, working_days=1) == madrid(
        "2026-03-28 18:00"
    )


def test_priority_changes_the_first_answer_only():
    opened = madrid("2026-03-24 10:00")
    promises = {
        factor: sla_for(
            opened,
            opening=LONG,
            first_answer=timedelta(hours=2),
            factor=factor,
            solution_days=1,
        )
        for factor in (0.5, 1, 2)
    }
    assert [promise.first_answer_due for promise in promises.values()] == [
        madrid("2026-03-24 11:00"),
        madrid("2026-03-24 12:00"),
        madrid("2026-03-24 14:00"),
    ]
    assert {promise.solution_due for promise in promises.values()} == {madrid("2026-03-25 21:00")}


def test_a_promise_is_in_whole_seconds_as_it_is_told():
    opened = datetime(2026, 3, 24, 9, 30, 10, 226128, tzinfo=UTC)
    promised = sla_for(
        opened, opening=LONG, first_answer=timedelta(hours=2), factor=1, solution_days=1
    )
    assert promised.first_answer_due == datetime(2026, 3, 24, 11, 30, 10, tzinfo=UTC)


def test_a_team_that_never_opens_promises_nothing():
    closed = OpeningTimes("Mo-Fr off", "Europe/Madrid")
    with pytest.raises(NeverOpen, match="Mo-Fr off"):
        due_at(madrid("2026-03-24 10:00"), opening=closed, open_time=timedelta(hours=1))


# The same promises, counted minute by minute.
MINUTES_OF_THE_YEAR = st.integers(0, 350 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
)
CLOCK_CHANGES = st.tuples(
    st.sampled_from(
        [datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)]
    ),
    st.integers(0, 12 * 60),
).map(lambda drawn: drawn[0] + timedelta(minutes=drawn[1]))


@settings(max_examples=120, deadline=None)
@given(
    opening=st.sampled_from([LONG, SHORT, NIGHT, ALWAYS]),
    opened=MINUTES_OF_THE_YEAR | CLOCK_CHANGES,
    minutes=st.integers(1, 16 * 60),
)
def test_the_first_answer_agrees_with_counting_minutes(opening, opened, minutes):
    promised = due_at(opened, opening=opening, open_time=timedelta(minutes=minutes))
    assert promised == due_by_counting(opening, opened, minutes)


@settings(max_examples=40, deadline=None)
@given(
    opening=st.sampled_from([LONG, SHORT]),
    opened=MINUTES_OF_THE_YEAR.filter(lambda opened: opened < datetime(2026, 12, 10, tzinfo=UTC)),
    days=st.integers(1, 3),
)
def test_the_solution_agrees_with_counting_minutes(opening, opened, days):
    promised = due_on_day(opened, opening=opening, working_days=days)
    assert promised == due_day_by_counting(opening, opened, days)
