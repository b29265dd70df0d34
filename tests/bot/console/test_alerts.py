"""The page of alerts, and how Today leads to it."""

import asyncio
from datetime import timedelta

from actions.alerts import Alerts
from actions.tickets import Desk, TicketStore
from bot.console.alerts import PLACES
from tests.actions.figures.conftest import Days
from tests.bot.console.person import words_of

MINUTE = timedelta(minutes=1)


def angry_hour(database, store, workspace, clock) -> Alerts:
    desk = Desk.load(workspace.desk_file)
    days, at = Days(database, store, TicketStore(database, desk)), clock() - MINUTE
    for _ in range(6):
        days.hands_over(at, days.asks(at, "calming"), "angry")
    return Alerts(database, desk, clock=clock)


def test_what_is_amiss_is_said_with_the_list_behind_it_and_today_leads_there(
    arrives, database, store, workspace, clock
):
    asyncio.run(angry_hour(database, store, workspace, clock).look())
    ana = arrives("Ana")
    assert "Open alerts: 1" in words_of(ana.opens("/console/today"))
    page = ana.opens("/console/alerts")
    assert "6 conversations with angry customers within an hour" in words_of(page)
    assert 'href="/console/today/anger?days=1"' in page.text


def test_what_is_well_again_stays_on_the_page_with_its_end(
    arrives, database, store, workspace, clock
):
    alerts = angry_hour(database, store, workspace, clock)
    asyncio.run(alerts.look())
    clock.ahead += timedelta(hours=2)
    asyncio.run(alerts.look())
    ana = arrives("Ana")
    assert "Open alerts" not in words_of(ana.opens("/console/today"))
    page = words_of(ana.opens("/console/alerts"))
    assert "There is nothing amiss." in page
    assert "Over (30 days)" in page


def test_every_list_that_an_alert_leads_to_is_there(arrives):
    ana = arrives("Ana")
    assert {kind: ana.opens(path).status_code for kind, path in PLACES.items()} == dict.fromkeys(
        PLACES, 200
    )
