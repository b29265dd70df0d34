"""The bridge for any JSON API, at the real django-helpdesk; C6, E1."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from actions.bridges.django_helpdesk.demo_desk import DemoDesk, DemoDeskError, install, start, stop
from tests.actions.bridges.django_helpdesk.test_demo_desk import free_port
from tests.actions.bridges.events import SECRET
from tests.actions.bridges.request_tracker.running_rt import bridge
from tests.actions.helpdesks.conftest import texts
from tests.actions.helpdesks.fault_proxy import fault_proxy
from tests.actions.helpdesks.shop import shop_with
from tests.actions.helpdesks.test_django_helpdesk import CANARY, IDS, QUEUES, Agents, opened
from tests.conftest import need

__all__ = ["texts"]
pytestmark = pytest.mark.helpdesk


@pytest.fixture(scope="module")
def helpdesk(tmp_path_factory):
    """django-helpdesk, a proxy with faults before it, and where the bridge to it listens."""
    try:
        python = install()
    except DemoDeskError as error:
        need(False, str(error))
    home, port = tmp_path_factory.mktemp("desk"), free_port()
    demo = DemoDesk(home, QUEUES, SECRET, free_port(), free_port())
    processes = start(demo, python)
    try:
        with (
            fault_proxy(f"http://127.0.0.1:{demo.desk_port}") as proxy,
            bridge(
                "actions.bridges.http",
                port,
                home / "http.log",
                speech=str(Path(__file__).with_name("django_helpdesk.yml")),
                desk_url=proxy.url,
                user="admin",
                password=demo.password_file.read_text(),
                secret=SECRET,
                queues='{"orders": 1}',
                state_file=str(home / "http.db"),
            ),
        ):
            yield demo, proxy, f"http://127.0.0.1:{port}/webhook"
    finally:
        stop(processes)


@pytest.fixture
def agents(helpdesk):
    people = Agents(helpdesk[0])
    yield people
    people.http.close()


@pytest.fixture
def proxy(helpdesk):
    helpdesk[1].faults.clear()
    return helpdesk[1]


@pytest.fixture
def shop(database, desk, texts, helpdesk):
    return shop_with(database, desk, texts, helpdesk[2], queues=IDS)


@pytest.mark.parametrize("faults", [["lose_the_answer"], ["500_after"], ["500_before"], []])
def test_e1_whatever_happens_to_the_answer_there_is_one_ticket(shop, agents, proxy, faults):
    proxy.faults[:] = faults
    ticket, id = opened(shop)
    shop.until(shop.delivered)
    [found] = agents.about(ticket)
    assert (found["id"], found["queue"], found["priority"]) == (id, 1, 2)


def test_c6_what_is_public_reaches_the_chat_and_what_is_private_nothing(shop, agents, proxy):
    """C6, D1: what is public reaches the chat, and what is private nothing."""
    ticket, id = opened(shop)
    file = (f"{CANARY}.txt", CANARY.encode(), "text/plain")
    agents.write(id, f"Among us: {CANARY}", public=False, files=[file])
    agents.write(id, "Mañana llega.", new_status=3)
    shop.look_again(ticket)
    shop.look_again(ticket)
    assert shop.said(ticket) == ["Mañana llega."]
    assert shop.status(ticket) == "resolved"
    with closing(sqlite3.connect(shop.database.url.database)) as kept:
        assert [line for line in kept.iterdump() if CANARY in line] == []


def test_what_the_contact_says_is_there_once_and_opens_it_again(shop, agents, proxy):
    ticket, id = opened(shop)
    agents.write(id, "Ya está.", new_status=3)
    shop.look_again(ticket)
    proxy.faults[:] = ["lose_the_answer"]
    shop.act(ticket, "add", "contact", text="Sigue roto")
    shop.until(shop.delivered)
    comments = [each["comment"] for each in agents.ticket(id)["followup_set"]]
    assert len([each for each in comments if "Sigue roto" in each]) == 1
    assert agents.ticket(id)["status"] == 2
    shop.look_again(ticket)
    assert shop.said(ticket) == ["Ya está."]
