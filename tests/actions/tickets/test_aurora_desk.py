"""The demo company's desk: its teams work and promise what the company says."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.tickets import sla_for
from tests.kb_index.aurora_facts import TOPICS

# From the company's own list of teams, not from the file under test; Monday to Sunday.
LONG = [*["09:00-21:00"] * 5, "10:00-18:00", ""]
UNTIL_19 = [*["09:00-19:00"] * 5, "", ""]
UNTIL_18 = [*["09:00-18:00"] * 5, "", ""]
TEAMS = {
    # team: hours, hours until the first answer, working days until the solution
    "orders": (LONG, 2, 1),
    "delivery": (LONG, 2, 3),
    "returns": (UNTIL_19, 4, 3),
    "technical": (UNTIL_19, 4, 5),
    "billing": (UNTIL_18, 4, 2),
    "account": (UNTIL_18, 4, 1),
    "care": (LONG, 1, 2),
}
TIMES_THE_FIRST_ANSWER = {"urgent": 0.5, "high": 1, "normal": 1, "low": 2}

MADRID = ZoneInfo("Europe/Madrid")
MONDAY = datetime(2026, 3, 9, 9, tzinfo=MADRID)  # of a week without holidays
HOLIDAYS = [
    datetime(2026, 12, 8, tzinfo=MADRID),  # a national one, on a Tuesday
    datetime(2025, 5, 2, tzinfo=MADRID),  # Madrid's own, on a Friday
]


def hours_on(day, team, desk):
    """`09:00-21:00`, or nothing on a day without work."""
    shift = next(desk.opening(desk.teams[team]).shifts(day))
    if shift.day != day.date():
        return ""
    return "-".join(f"{end.astimezone(MADRID):%H:%M}" for end in (shift.opens, shift.closes))


def test_the_teams_are_the_companys(desk):
    assert set(desk.teams) == set(TEAMS)
    assert desk.fallback == "care"


@pytest.mark.parametrize("team", TEAMS)
def test_a_team_works_its_hours_and_rests_on_holidays(desk, team):
    midnight = MONDAY.replace(hour=0)
    week = [hours_on(midnight + timedelta(days=day), team, desk) for day in range(7)]
    assert week == TEAMS[team][0]
    assert [hours_on(day, team, desk) for day in HOLIDAYS] == ["", ""]


@pytest.mark.parametrize("priority", TIMES_THE_FIRST_ANSWER)
@pytest.mark.parametrize("team", TEAMS)
def test_a_team_promises_its_first_answer_and_solution(desk, team, priority):
    hours, first_answer, solution = TEAMS[team]
    promise = sla_for(
        MONDAY,
        opening=desk.opening(desk.teams[team]),
        first_answer=desk.teams[team].first_answer,
        factor=desk.priorities[priority],
        solution_days=desk.teams[team].solution,
    )
    wait = timedelta(hours=first_answer * TIMES_THE_FIRST_ANSWER[priority])
    assert promise.first_answer_due == MONDAY + wait
    # Five working days from a Monday end on the next one for those who rest on Saturdays.
    day = MONDAY + timedelta(days=solution if solution < 5 else 7)
    closes = hours[day.weekday()].split("-")[1]
    assert promise.solution_due.astimezone(MADRID).strftime("%d %H:%M") == f"{day:%d} {closes}"


def test_what_hurts_goes_first_and_advice_last(desk):
    high = {topic for topic in desk.topics if desk.priority(topic) == "high"}
    assert high == {"delivery_problems", "payment_problems", "access", "complaints"}
    assert desk.priority("products") == "low"


def test_every_articles_topic_has_its_team(desk):
    assert set(TOPICS.values()) <= set(desk.topics)
