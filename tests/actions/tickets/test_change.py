"""What a change makes of a ticket. Times are Madrid's, the team works Mon-Fri 9-21, Sat 10-18."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.tickets import Change, NotAllowed, NothingSaid, UnknownTicket, closes_at, next_due
from actions.tickets.change import changed, rung
from actions.tickets.clocks import alarm_at, warning_at
from tests.actions.tickets.requests import ASKED_AT, request_for

MADRID = ZoneInfo("Europe/Madrid")


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=MADRID)  # 24 March is a Tuesday


@pytest.fixture
def ticket(tickets):
    return tickets.open(request_for(), now=ASKED_AT)  # at 10:30; answer by 12:30, solved on Friday


@pytest.fixture
def act(desk):
    def do(ticket, name, moment, **change):
        return changed(
            ticket,
            Change(name, change.pop("actor", "agent"), **change),
            desk=desk,
            now=moment.astimezone(UTC),
        )

    return do


def test_who_takes_a_ticket_has_it_and_a_reply_is_the_first_answer(act, ticket):
    taken = act(ticket, "take", at(24, 11), author="Leo")
    assert (taken.status, taken.assignee, taken.first_answered_at) == ("in_progress", "Leo", None)
    answered = act(taken, "reply", at(24, 11, 5), author="Leo", text="Lo miro ahora.")
    assert answered.first_answered_at == at(24, 11, 5)
    again = act(answered, "reply", at(24, 12), author="Eva", text="Ya está.")
    assert (again.assignee, again.first_answered_at) == ("Leo", at(24, 11, 5))


def test_words_are_needed_where_something_is_said(act, ticket):
    for text in ("", "  \n"):
        with pytest.raises(NothingSaid):
            act(ticket, "reply", at(24, 11), text=text)
    with pytest.raises(NothingSaid):
        act(ticket, "add", at(24, 11), actor="contact")


def test_a_ticket_goes_to_another_team_without_its_person_and_keeps_its_promise(act, ticket):
    taken = act(ticket, "take", at(24, 11), author="Leo")
    moved = act(taken, "transfer", at(24, 12), team="returns")
    assert (moved.team, moved.assignee, moved.status) == ("returns", None, "open")
    assert moved.first_answer_due == ticket.first_answer_due
    with pytest.raises(NotAllowed, match="'cafe' is no team; choose one of orders, delivery"):
        act(ticket, "transfer", at(24, 12), team="cafe")


def test_while_it_waits_for_the_contact_the_clock_stands_still(act, desk, ticket):
    waits = act(ticket, "wait", at(24, 11, 30), text="¿De qué color es la caja?")
    assert next_due(waits) is alarm_at(waits, desk) is None
    # Two days and three hours later: until closing time on Friday 33.5 hours were open then.
    goes_on = act(waits, "add", at(26, 14, 30), actor="contact", text="Marrón")
    assert goes_on.status == "in_progress"
    # 9.5 on Tuesday and 12 on each of the next three days had been left; 6.5 are left on Thursday,
    # 12 on Friday, 8 on Saturday: 19 more hours, from Monday 9:00.
    assert goes_on.solution_due == at(31, 16, 0)
    assert goes_on.paused_at is None


def test_what_is_resolved_closes_after_silence_and_the_clock_rings_then(act, desk, ticket):
    solved = act(ticket, "resolve", at(24, 12), text="Te hemos enviado otro.")
    end = at(24, 12) + timedelta(days=desk.closes_after)
    assert closes_at(solved, desk) == alarm_at(solved, desk) == end
    assert rung(solved, desk, end - timedelta(seconds=1)) is None
    assert rung(solved, desk, end) == Change("close", "clock")
    assert solved.first_answered_at == solved.resolved_at == at(24, 12)


def test_no_reopens_and_everything_is_promised_anew(act, desk, ticket):
    solved = act(ticket, "resolve", at(24, 12), text="Hecho.")
    again = act(solved, "disagree", at(30, 9), actor="contact")
    assert (again.status, again.resolved_at, again.first_answered_at) == ("in_progress", None, None)
    assert again.first_answer_due == at(30, 11)
    assert again.solution_due > ticket.solution_due
    assert alarm_at(again, desk) == warning_at(again, "first_answer", desk) == at(30, 10, 30)


def test_a_lead_is_warned_once_then_the_breach_is_told_with_a_new_time(act, desk, ticket):
    assert alarm_at(ticket, desk) == at(24, 12)  # three quarters of two hours
    assert rung(ticket, desk, at(24, 11, 59)) is None
    assert rung(ticket, desk, at(24, 12)) == Change("warn", "clock", promise="first_answer")
    warned = act(ticket, "warn", at(24, 12), actor="clock", promise="first_answer")
    assert alarm_at(warned, desk) == ticket.first_answer_due == at(24, 12, 30)
    assert rung(warned, desk, at(24, 12, 29)) is None
    assert rung(warned, desk, at(24, 12, 30)) == Change("escalate", "clock", promise="first_answer")
    late = act(warned, "escalate", at(24, 12, 30), actor="clock", promise="first_answer")
    assert (late.status, late.breached) == ("open", ("first_answer",))
    assert late.first_answer_due == at(24, 13, 30)  # `after_breach`: an hour
    assert alarm_at(late, desk) == at(24, 13, 30)


def test_after_three_broken_commitments_no_other_is_made(act, desk, ticket):
    for hour in (12, 13, 14):
        ticket = act(ticket, "escalate", at(24, hour, 30), actor="clock", promise="first_answer")
    assert rung(ticket, desk, at(24, 18)) is None
    # The solution is still watched.
    assert alarm_at(ticket, desk) == warning_at(ticket, "solution", desk)


def test_a_key_makes_a_change_once(tickets, ticket):
    change = Change("reply", "agent", author="Leo", text="Hola", key="desk:17")
    first = tickets.change(ticket.number, change, now=ASKED_AT)
    assert tickets.change(ticket.number, change, now=ASKED_AT) == first
    assert [each.act for each in tickets.timeline(ticket.number)] == ["open", "reply"]


def test_a_number_is_found_however_it_is_spelt(tickets, ticket):
    for spelt in ("T-1001", "t-1001", "T 1001", " 1001 ", "t1001"):
        assert tickets.get(spelt) == ticket
    for spelt in ("T-1002", "", "x", "T-1", "9" * 13, "T-1001; DROP TABLE tickets"):
        with pytest.raises(UnknownTicket):
            tickets.get(spelt)
