"""What a lead is told of: anger, rushes, questions in vain, promises at risk; once."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from actions.alerts import Alerts, letter_of, sentence
from actions.alerts.alerts import POST_AGAIN, QUIET
from actions.tickets.payload import EVENT
from actions.tickets.tables import tickets as ticket_rows
from actions.tickets.webhook import webhook_client
from actions.worker import poster
from tests.actions.bridges.events import SECRET
from tests.actions.tickets.receiver import answers, receiver
from tests.actions.tickets.requests import ASKED_AT
from tests.actions.tickets.test_worker import desk_with, rules_of

NOW = ASKED_AT + timedelta(days=40)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def settled(days):
    """It has been asked a little for a month."""
    for day in range(1, 30):
        days.asks(NOW - timedelta(days=day, minutes=30), "answer")


class Told:
    def __init__(self) -> None:
        self.alerts = []

    async def __call__(self, alert) -> None:
        self.alerts.append(alert)


def looks(database, desk, told, now=NOW, **more) -> int:
    return asyncio.run(Alerts(database, desk, tell=told, clock=lambda: now, **more).look())


def kinds(told) -> list[str]:
    return [each.trouble.kind for each in told.alerts]


def test_many_questions_in_vain_within_an_hour_are_told_once(database, desk, days, settled):
    """D8: what many ask in vain within an hour is known within that hour."""
    for _ in range(6):
        days.asks(NOW - MINUTE, "no_answer")
    told = Told()
    looks(database, desk, told)
    looks(database, desk, told, NOW + MINUTE)
    assert kinds(told) == ["unanswered"]
    assert told.alerts[0].lead == desk.lead
    assert sentence(told.alerts[0], desk, "en").startswith("6 questions without an answer")
    assert sentence(told.alerts[0], desk, "es").startswith("6 preguntas sin respuesta")


def test_a_rush_is_told_and_an_ordinary_hour_is_not(database, desk, days, settled):
    """E5: a rush within an hour is told, and an ordinary hour is not."""
    told = Told()
    for _ in range(15):
        days.asks(NOW - MINUTE, "answer")
    looks(database, desk, told)
    assert kinds(told) == []
    for _ in range(10):
        days.asks(NOW - MINUTE, "answer")
    looks(database, desk, told)
    assert kinds(told) == ["volume"]
    assert told.alerts[0].trouble.now == 25


def test_a_company_that_has_just_begun_is_not_told_that_it_is_asked(database, desk, days):
    for _ in range(40):
        days.asks(NOW - MINUTE, "no_answer")
    told = Told()
    assert looks(database, desk, told) == 0


def test_anger_is_told_from_the_first_day_on(database, desk, days):
    """A1, D8: five angry customers within an hour are told to the desk's lead, once."""
    for _ in range(5):
        days.hands_over(NOW - MINUTE, days.asks(NOW - MINUTE, "calming"), "angry")
    told = Told()
    looks(database, desk, told)
    assert kinds(told) == ["anger"]


def test_a_team_whose_promises_are_at_risk_is_one_alert_to_its_lead(database, desk, days, tickets):
    """D7, E1: of promises at risk the team's lead is told, in one alert."""
    for _ in range(2):
        days.opens(NOW - timedelta(days=2), days.asks(NOW - timedelta(days=2), "no_answer"))
    _warn(database)
    told = Told()
    looks(database, desk, told)
    (alert,) = told.alerts
    assert (alert.trouble.kind, alert.trouble.now) == ("sla_risk", 2)
    assert alert.lead == desk.lead_of(alert.trouble.team)
    letter = letter_of(alert, desk, language="en", url="https://help.example")
    assert "2 tickets whose promise is at risk" in letter.text
    assert "https://help.example/console/alerts" in letter.text


def test_looking_where_nothing_is_new_waits_for_no_writer(database, desk, days, settled):
    for _ in range(6):
        days.asks(NOW - MINUTE, "no_answer")
    told = Told()
    assert looks(database, desk, told) == 1
    with database.begin():
        assert looks(database, desk, told, NOW + MINUTE) == 0


def test_what_passes_and_comes_back_soon_is_not_told_again(database, desk, days, settled):
    told, alerts = Told(), Alerts(database, desk)
    for _ in range(6):
        days.asks(NOW - MINUTE, "no_answer")
    looks(database, desk, told)
    calm = NOW + timedelta(hours=2)
    looks(database, desk, told, calm)
    assert alerts.open() == []
    for at in (calm, calm + QUIET + timedelta(hours=3)):
        for _ in range(6):
            days.asks(at, "no_answer")
    looks(database, desk, told, calm + MINUTE)
    assert (len(alerts.open()), kinds(told)) == (1, ["unanswered"])
    looks(database, desk, told, calm + timedelta(hours=2))
    looks(database, desk, told, calm + QUIET + timedelta(hours=3) + MINUTE)
    assert kinds(told) == ["unanswered", "unanswered"]


def test_a_help_desk_that_wants_alerts_is_sent_each_once_and_again_until_it_takes_it(
    database, desk, days, settled
):
    for _ in range(6):
        days.asks(NOW - MINUTE, "no_answer")
    for status, now in ((503, NOW), (204, NOW + POST_AGAIN), (204, NOW + 2 * POST_AGAIN)):
        with receiver(answers(status)) as helpdesk:
            here = wanting(desk, helpdesk.url)
            _post(database, here, now)
        if status == 204 and now == NOW + POST_AGAIN:
            ((headers, body),) = helpdesk.received
    assert helpdesk.received == []
    event = EVENT.validate_python(json.loads(body))
    assert (event.type, event.data.alert.kind) == ("alert.raised", "unanswered")
    assert headers["webhook-id"] == event.data.alert.id


def test_a_help_desk_that_does_not_want_alerts_is_sent_none(database, desk, days, settled):
    for _ in range(6):
        days.asks(NOW - MINUTE, "no_answer")
    with receiver(answers(204)) as helpdesk:
        _post(database, desk_with(desk, demo=helpdesk.url), NOW)
    assert helpdesk.received == []


def wanting(desk, url):
    (demo,) = desk_with(desk, demo=url).helpdesks
    return desk.model_copy(update={"helpdesks": (demo.model_copy(update={"alerts": True}),)})


def _post(database, desk, now) -> None:
    async def work() -> None:
        async with webhook_client(rules_of(desk)) as client:
            post = poster(lambda _: SECRET, client)
            await Alerts(database, desk, post=post, clock=lambda: now).look()

    asyncio.run(work())


def _warn(database) -> None:
    with database.begin() as connection:
        connection.execute(update(ticket_rows).values(warned=["solution"]))
