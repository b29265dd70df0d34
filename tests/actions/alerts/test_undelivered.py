"""E1: a lead knows within five minutes that a ticket does not get through."""

import asyncio
from datetime import timedelta

import pytest

from actions.alerts import Alerts, sentence
from actions.alerts.alerts import LOOK_SECONDS
from actions.mail import MailFailed
from actions.tickets import Change
from tests.actions.tickets.receiver import answers, receiver
from tests.actions.tickets.requests import ASKED_AT, request_for
from tests.actions.tickets.test_worker import deliver, desk_with

WITHIN = timedelta(minutes=5)


class Leads:
    """Whom was written to; `fails` times the mail server is away."""

    def __init__(self, desk, fails=0) -> None:
        self.desk, self.told, self.fails = desk, [], fails

    async def __call__(self, alert) -> None:
        if self.fails:
            self.fails -= 1
            raise MailFailed("no connection")
        self.told.append((alert.lead.email, sentence(alert, self.desk, "en")))


def looking(database, desk, leads, now=ASKED_AT):
    return asyncio.run(Alerts(database, desk, tell=leads, clock=lambda: now).look())


def refused(database, desk, tickets, status):
    with receiver(answers(status)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        ticket = tickets.open(request_for(), now=ASKED_AT)
        deliver(database, here)
    return ticket


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_e1_the_lead_is_told_once_of_a_refused_ticket(database, desk, tickets, caplog, status):
    """E1: the lead is told once of a ticket that a help desk refused."""
    ticket = refused(database, desk, tickets, status)
    leads = Leads(desk)
    assert looking(database, desk, leads) == 1
    assert looking(database, desk, leads, ASKED_AT + timedelta(hours=1)) == 0
    [(email, sentence)] = leads.told
    assert email == desk.lead_of(ticket.team).email
    assert f"{ticket.number} does not get through to help desk demo: answered {status}" in sentence
    assert sentence in caplog.text
    for words in ("Ana", "roto", "ana@example.com"):
        assert words not in caplog.text


def test_e1_it_is_looked_for_often_enough():
    assert timedelta(seconds=10 * LOOK_SECONDS) < WITHIN


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_by_itself_is_no_alert(database, desk, tickets, status):
    refused(database, desk, tickets, status)
    assert looking(database, desk, Leads(desk)) == 0


def test_a_dead_letter_is_one(database, desk, tickets):
    refused(database, desk, tickets, 410)
    leads = Leads(desk)
    assert looking(database, desk, leads) == 1
    assert "answered 410" in leads.told[0][1]


def test_a_lead_whom_no_mail_reaches_is_told_later(database, desk, tickets, caplog):
    refused(database, desk, tickets, 401)
    leads = Leads(desk, fails=1)
    looking(database, desk, leads)
    assert leads.told == []
    looking(database, desk, leads, ASKED_AT + timedelta(seconds=20))
    looking(database, desk, leads, ASKED_AT + timedelta(seconds=40))
    assert len(leads.told) == 1


def test_it_is_over_when_the_ticket_gets_through(database, desk, tickets):
    refused(database, desk, tickets, 401)
    counted = []
    alerts = Alerts(database, desk, count=counted.append, clock=lambda: ASKED_AT)
    asyncio.run(alerts.look())
    assert len(alerts.open()) == 1
    with receiver(answers(204)) as helpdesk:
        deliver(database, desk_with(desk, demo=helpdesk.url), ASKED_AT + timedelta(hours=1))
    asyncio.run(alerts.look())
    assert alerts.open() == []
    assert counted == [1, 0]


def test_no_promise_no_alert(database, desk, tickets):
    ticket = tickets.open(request_for(), now=ASKED_AT)
    tickets.change(ticket.number, Change("resolve", "agent", text="Hecho"), now=ASKED_AT)
    with receiver(answers(401)) as helpdesk:
        deliver(database, desk_with(desk, demo=helpdesk.url))
    assert looking(database, desk, Leads(desk)) == 0
