"""The clocks of a ticket against a stopwatch that walks minute by minute and shares no code."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from actions.tickets import Change, TicketStore, next_due
from actions.tickets.change import changed, rung
from actions.tickets.clocks import alarm_at, warning_at
from actions.tickets.policy import promise
from tests.actions.tickets.counted import LONG, MADRID, open_by_hand
from tests.actions.tickets.requests import ASKED_AT, request_for

MINUTE = timedelta(minutes=1)
# Winter to spring and summer to winter over both changes of the clock, Easter, and the year's end.
SEASONS = [
    datetime(2026, 3, 26, 7, tzinfo=UTC),
    datetime(2026, 10, 22, 7, tzinfo=UTC),
    datetime(2026, 12, 22, 7, tzinfo=UTC),
]
MOMENTS = st.tuples(st.sampled_from(SEASONS), st.integers(0, 6 * 24 * 60)).map(
    lambda drawn: drawn[0] + drawn[1] * MINUTE
)
MINUTES = st.integers(1, 3 * 24 * 60)


@pytest.fixture
def like(database, desk):
    """A ticket of the team delivery, opened at some time; its hours are those of LONG."""
    ticket = TicketStore(database, desk).open(request_for(), now=ASKED_AT)

    def opened(at):
        sla = promise(
            desk, team=ticket.team, topic=ticket.topic, priority=ticket.priority, opened_at=at
        )
        return replace(
            ticket,
            created_at=at,
            clock_since=at,
            first_answer_due=sla.first_answer_due,
            solution_due=sla.solution_due,
        )

    return opened


def minutes_open(begin: datetime, end: datetime) -> int:
    total = 0
    while begin < end:
        total += open_by_hand(LONG, begin)
        begin += MINUTE
    return total


def stopwatch(begin: datetime, minutes: int, stops: list[tuple[datetime, datetime]]) -> datetime:
    """When so many open minutes have gone, those between a stop and its end not counted."""
    moment = begin
    while minutes:
        stopped = any(start <= moment < end for start, end in stops)
        minutes -= open_by_hand(LONG, moment) and not stopped
        moment += MINUTE
    return moment


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(opened_at=MOMENTS, waits=st.lists(st.tuples(MINUTES, MINUTES), min_size=1, max_size=3))
# Asked on the evening before the clocks change, answered on the morning after.
@example(datetime(2026, 3, 28, 9, tzinfo=UTC), [(6 * 60, 24 * 60)])
@example(datetime(2026, 10, 24, 9, tzinfo=UTC), [(6 * 60, 24 * 60)])
# Over the end of the year.
@example(datetime(2026, 12, 30, 9, tzinfo=UTC), [(60, 4 * 24 * 60)])
def test_c7_what_is_left_after_waiting_is_what_a_stopwatch_has_left(desk, like, opened_at, waits):
    """C7: what is left after waiting for the contact is what a stopwatch has left."""
    ticket = like(opened_at)
    whole = minutes_open(opened_at, ticket.solution_due)
    stops, now = [], opened_at
    for worked, waited in waits:
        asked = now + worked * MINUTE
        if asked >= ticket.solution_due:  # a broken promise is another matter
            break
        now = asked + waited * MINUTE
        stops.append((asked, now))
        ticket = changed(ticket, Change("wait", "agent", text="¿?"), desk=desk, now=asked)
        assert next_due(ticket) is None
        assert rung(ticket, desk, now) is None
        ticket = changed(ticket, Change("add", "contact", text="Sí"), desk=desk, now=now)
    assert ticket.solution_due == stopwatch(opened_at, whole, stops)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(opened_at=MOMENTS)
def test_the_lead_is_warned_when_three_quarters_have_gone(desk, like, opened_at):
    ticket = like(opened_at)
    for name, due in (
        ("first_answer", ticket.first_answer_due),
        ("solution", ticket.solution_due),
    ):
        whole = minutes_open(opened_at, due)
        warned = warning_at(ticket, name, desk)
        assert abs(minutes_open(opened_at, warned) - 0.75 * whole) <= 1
        assert open_by_hand(LONG, warned - MINUTE)
        assert warned < due


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(opened_at=MOMENTS)
def test_a_breach_is_followed_by_an_hour_of_open_time_or_by_the_next_working_day(
    desk, like, opened_at
):
    """`after_breach` of the demo's desk file: 1 h, and 1 day."""
    ticket = like(opened_at)
    missed = ticket.first_answer_due
    late = changed(
        ticket, Change("escalate", "clock", promise="first_answer"), desk=desk, now=missed
    )
    assert late.first_answer_due == stopwatch(missed, 60, [])
    missed = ticket.solution_due
    late = changed(ticket, Change("escalate", "clock", promise="solution"), desk=desk, now=missed)
    end = late.solution_due.astimezone(MADRID)
    days = {
        (missed + number * MINUTE).astimezone(MADRID).date()
        for number in range(8 * 24 * 60)
        if open_by_hand(LONG, missed + number * MINUTE)
    }
    # The team cannot begin at its closing time: it begins on the next day, and has one more.
    assert end.date() == sorted(days)[1]
    assert (end.hour, end.minute) == ((18, 0) if end.weekday() == 5 else (21, 0))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(opened_at=MOMENTS)
def test_nothing_rings_before_its_minute_and_everything_rings_in_it(desk, like, opened_at):
    ticket, seen = like(opened_at), []
    while (alarm := alarm_at(ticket, desk)) is not None and len(seen) < 12:
        assert rung(ticket, desk, alarm - timedelta(microseconds=1)) is None
        change = rung(ticket, desk, alarm)
        assert change is not None
        seen.append((change.act, change.promise))
        ticket = changed(ticket, change, desk=desk, now=alarm)
    first, solution = ("first_answer", "solution")
    # Each is warned of once, broken three times at the most, and then nothing is promised.
    assert seen.count(("warn", first)) == seen.count(("warn", solution)) == 1
    assert seen.count(("escalate", first)) == seen.count(("escalate", solution)) == 3
    assert len(seen) == 8
    assert seen[0] == ("warn", first)
