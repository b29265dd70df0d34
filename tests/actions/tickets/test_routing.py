from datetime import UTC, datetime

import pytest

from actions.tickets import Desk, case_of, route, team_for
from tests.actions.conftest import AURORA

# From the company's own list of teams, not from the file under test.
TEAMS_BY_TOPIC = {
    "orders": "orders changes stock",
    "delivery": "delivery delivery_problems",
    "returns": "returns refunds recycling",
    "technical": "guarantee repairs setup products",
    "billing": "payment payment_problems invoices offers business",
    "account": "account access privacy",
    "care": "complaints contact shops",
}
NOON = datetime(2026, 3, 24, 11, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Madrid
NIGHT = datetime(2026, 3, 24, 23, 0, tzinfo=UTC)

# What a company may add: English and urgent payments to teams of their own, the latter by day.
ABROAD = {"name": {"en": "Abroad"}, "hours": "Mo-Fr 08:00-16:00", "languages": ["en"]}
FRAUD = {
    "name": {"en": "Fraud"},
    "hours": "Mo-Su 08:00-20:00",
    "priorities": ["urgent"],
    "takes": "open_hours",
    "cover": "billing",
}


def team(topic, desk, *, language="es", priority="normal", at=NOON):
    return team_for(topic, desk, language=language, priority=priority, at=at).slug


def test_every_topic_reaches_its_team(desk):
    assert {topic: team(topic, desk) for topic in desk.topics} == {
        topic: name for name, topics in TEAMS_BY_TOPIC.items() for topic in topics.split()
    }


def test_a_topic_nobody_named_reaches_the_fallback(desk):
    assert team("time_travel", desk) == "care"
    assert team("", desk) == "care"


def test_a_team_takes_what_it_says_that_it_takes(changed):
    desk = changed(
        {"abroad": ABROAD, "fraud": FRAUD},
        {"payment": ["billing", "fraud"], "orders": ["orders", "abroad"]},
        {"orders": {"languages": ["es"]}, "billing": {"priorities": ["high", "normal", "low"]}},
    )
    assert team("orders", desk, language="es") == "orders"
    assert team("orders", desk, language="en") == "abroad"
    assert team("orders", desk, language="en", at=NIGHT) == "abroad"  # it waits until they open
    assert team("payment", desk, priority="urgent") == "fraud"
    assert team("payment", desk, priority="normal") == "billing"


def test_what_a_team_does_not_take_goes_to_who_covers_it(changed):
    desk = changed(
        {"fraud": FRAUD},
        {"payment": ["fraud"]},
        {"billing": {"languages": ["es"], "cover": "care"}},
    )
    assert team("payment", desk, priority="urgent") == "fraud"
    assert team("payment", desk, priority="urgent", at=NIGHT) == "billing"
    # Who covers may be covered.
    assert team("payment", desk, priority="urgent", at=NIGHT, language="en") == "care"


def test_teams_that_cover_each_other_end_at_the_fallback(changed):
    desk = changed(
        own={
            "orders": {"languages": ["es"], "cover": "returns"},
            "returns": {"languages": ["es"], "cover": "orders"},
        }
    )
    assert team("orders", desk, language="en") == "care"


def test_a_route_says_why(changed):
    desk = changed({"fraud": FRAUD}, {"payment": ["fraud"]})
    case = case_of("payment", desk, language="en", priority="low", at=NIGHT)
    found = route(case, desk)
    assert (found.team.slug, found.rule) == ("billing", "cover")
    assert found.declined == (("fraud", "takes urgent"),)
    unnamed = case_of("time_travel", desk, language="en", priority="low", at=NIGHT)
    assert route(unnamed, desk).rule == "fallback"


def test_a_cover_must_be_a_team(tmp_path):
    text = (AURORA / "actions" / "desk.yml").read_text("utf-8")
    file = tmp_path / "desk.yml"
    file.write_text(text.replace("solution: 2 days\n", "solution: 2 days\n    cover: nobody\n", 1))
    with pytest.raises(Exception, match=r"line \d+, field teams\.\w+\.cover: 'nobody' is no team"):
        Desk.load(file)
