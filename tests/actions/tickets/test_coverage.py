from datetime import UTC, datetime
from itertools import product

import pytest

from actions.tickets import PRIORITIES, gaps, route, team_for
from actions.tickets.coverage import hours_of
from actions.tickets.routing import Case
from tests.actions.tickets.test_routing import ABROAD, FRAUD

START = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGES = ("es", "en")


def cells(desk):
    return {
        (cell.topic, cell.language, cell.priority)
        for gap in gaps(desk, LANGUAGES, start=START)
        for cell in gap.cells
    }


def test_the_shipped_desk_has_no_gap(desk):
    assert gaps(desk, LANGUAGES, start=START) == []


@pytest.mark.parametrize("removed", ["orders", "abroad"])
def test_removing_a_team_uncovers_just_its_cells(changed, removed):
    teams = {"orders": "es", "abroad": "en"}
    own = {"orders": {"languages": ["es"]}}
    whole = changed({"abroad": ABROAD}, {"orders": ["orders", "abroad"]}, own)
    # `orders` alone takes changes and stock: their English cells have nobody.
    before = {(topic, "en", priority) for topic in ("changes", "stock") for priority in PRIORITIES}
    assert cells(whole) == before
    left = [slug for slug in teams if slug != removed]
    without = changed({"abroad": ABROAD}, {"orders": left}, own)
    uncovered = {("orders", teams[removed], priority) for priority in PRIORITIES}
    assert cells(without) == before | uncovered


def test_removing_the_night_uncovers_the_night(changed):
    by_day = FRAUD | {"cover": None}
    desk = changed({"fraud": by_day}, {"payment": ["fraud"]})
    found = gaps(desk, LANGUAGES, start=START)
    urgent = [gap for gap in found if "urgent" in gap.priorities]
    assert [gap.topic for gap in found] == ["payment"] * len(found)
    [(hour,)] = {gap.hours for gap in urgent}
    assert hour.startswith("fraud closed, e.g. ")
    other = [gap for gap in found if gap not in urgent]
    assert {len(gap.hours) for gap in other} <= {1, 2}
    assert "fraud is closed" in str(urgent[0])
    assert "Give a team of the topic a `cover`" in str(urgent[0])


def test_two_teams_for_one_cell_are_both_named(changed):
    desk = changed({"abroad": ABROAD}, {"orders": ["orders", "abroad"]})
    [gap] = gaps(desk, LANGUAGES, start=START)
    assert (gap.languages, gap.priorities) == (("en",), PRIORITIES)
    assert str(gap).startswith("en × urgent, high, normal, low × at any hour: orders and abroad")


def test_a_fallback_that_does_not_take_everything_is_a_gap_of_all_other_topics(changed):
    desk = changed(own={"care": {"priorities": ["urgent"]}})
    assert ("", "es", "low") in cells(desk)
    assert ("", "es", "urgent") not in cells(desk)


def test_every_cell_of_a_desk_without_gaps_reaches_one_team_at_every_hour(changed):
    desk = changed({"fraud": FRAUD, "abroad": ABROAD}, {"payment": ["fraud"]})
    assert gaps(desk, LANGUAGES, start=START) == []
    every = product(desk.topics, LANGUAGES, PRIORITIES, hours_of(desk, START).values())
    assert all(route(Case(*cell), desk).rule in ("topic", "cover") for cell in every)


def test_hours_hold_holidays_and_the_day_clocks_change(changed):
    desk = changed({"fraud": FRAUD | {"cover": None}}, {"payment": ["fraud"]})
    closed, opened = sorted(hours_of(desk, START))
    assert closed.startswith("fraud closed") and opened.startswith("fraud open")
    for at in (datetime(2026, 12, 25, 11, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC)):
        found = team_for("payment", desk, language="es", priority="urgent", at=at)
        assert found.slug == "care"  # uncovered, which the check refuses: the fallback sees it
