"""The real worker, the real bridge, the real django-helpdesk."""

import asyncio
import base64
import json
import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from actions.bridges.django_helpdesk.demo_desk import DemoDesk, DemoDeskError, install, start, stop
from actions.outgoing import OutgoingRules
from actions.privacy import Erasures
from actions.tickets.outbox import Outbox
from actions.tickets.webhook import webhook_client
from actions.tickets.worker import Worker
from tests.actions.bridges.events import SECRET, signed_webhook, ticket_data
from tests.actions.privacy.planted import CANARY, plant
from tests.actions.tickets.requests import ASKED_AT, request_for
from tests.conftest import need

pytestmark = pytest.mark.helpdesk

QUEUES = {"delivery": "Envíos", "returns": "Devoluciones", "care": "Atención al cliente"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def desk_python():
    try:
        return install()
    except DemoDeskError as error:
        return need(False, str(error))


def running_desk(home, python, **fields):
    demo = DemoDesk(home, QUEUES, SECRET, free_port(), free_port(), **fields)
    processes = start(demo, python)
    yield demo
    stop(processes)


@pytest.fixture(scope="module")
def sound_desk(tmp_path_factory, desk_python):
    yield from running_desk(tmp_path_factory.mktemp("desk"), desk_python)


@pytest.fixture(scope="module")
def failing_desk(tmp_path_factory, desk_python):
    """Answers 500 to every new ticket, after creating it: its own receiver is down."""
    home = tmp_path_factory.mktemp("failing")
    nobody = [f"http://127.0.0.1:{free_port()}/"]
    yield from running_desk(home, desk_python, new_ticket_webhook_urls=nobody)


def tickets_in(demo):
    answer = httpx.get(
        f"{demo.url}api/tickets/?page_size=1000",
        auth=("admin", demo.password_file.read_text()),
        trust_env=False,
    )
    return answer.raise_for_status().json()["results"]


def about(demo, number):
    return [ticket for ticket in tickets_in(demo) if f"[{number}]" in ticket["title"]]


def named(demo, public_id):
    return [ticket for ticket in tickets_in(demo) if public_id in ticket["description"]]


def log_of(demo):
    return (demo.home / "desk.log").read_text(encoding="utf-8")


def post(demo, body, headers):
    url = f"http://127.0.0.1:{demo.bridge_port}/webhook"
    return httpx.post(url, content=body, headers=headers, trust_env=False, timeout=20).status_code


def deliver(database, desk, demo):
    [helpdesk] = desk.helpdesks
    url = f"http://127.0.0.1:{demo.bridge_port}/webhook"
    here = desk.model_copy(update={"helpdesks": (helpdesk.model_copy(update={"url": url}),)})

    async def work():
        async with webhook_client(OutgoingRules.of([url])) as client:
            await Worker(Outbox(database), here, lambda _: SECRET, client).deliver_due()

    asyncio.run(work())


def test_a_ticket_reaches_the_help_desk_with_everything(database, desk, tickets, sound_desk):
    ticket = tickets.open(request_for(), now=ASKED_AT)
    deliver(database, desk, sound_desk)
    [delivery] = tickets.deliveries()
    assert (delivery.state, [a.status for a in delivery.attempts]) == ("delivered", [204])
    [found] = about(sound_desk, ticket.number)
    assert found["title"] == "[T-1001] El paquete llegó roto"
    assert found["submitter_email"] == "ana@example.com"
    assert found["priority"] == 2
    assert found["queue"] == 1  # delivery is the first of QUEUES
    for words in (
        "El paquete AU-48213 llegó roto",
        "order_number: AU-48213",
        "contact: Mi paquete",
    ):
        assert words in found["description"]


def test_a_replayed_delivery_makes_no_second_ticket(database, desk, tickets, sound_desk):
    tickets.open(request_for(), now=ASKED_AT)
    deliver(database, desk, sound_desk)
    [delivery] = tickets.deliveries()
    tickets.replay(delivery.id)
    deliver(database, desk, sound_desk)
    [delivery] = tickets.deliveries()
    assert len(delivery.attempts) == 2
    assert len(named(sound_desk, public_id_of(delivery))) == 1


def public_id_of(delivery):
    return json.loads(delivery.payload)["data"]["ticket"]["public_id"]


def test_parallel_and_duplicate_webhooks_make_one_ticket(sound_desk):
    webhooks = [signed_webhook(ticket_data("T-5001", "tkt_par"), f"dlv_{n % 3}") for n in range(12)]
    with ThreadPoolExecutor(12) as threads:
        statuses = list(threads.map(lambda webhook: post(sound_desk, *webhook), webhooks))
    assert set(statuses) == {204}
    assert len(about(sound_desk, "T-5001")) == 1


def test_a_500_after_creating_makes_one_ticket(database, desk, tickets, failing_desk):
    ticket = tickets.open(request_for(), now=ASKED_AT)
    deliver(database, desk, failing_desk)
    assert tickets.deliveries()[0].state == "delivered"
    assert '"POST /helpdesk/api/tickets/ HTTP/1.1" 500' in log_of(failing_desk)
    [found] = about(failing_desk, ticket.number)
    assert found["submitter_email"] == "ana@example.com"


def test_parallel_webhooks_to_a_failing_help_desk_make_one_ticket(failing_desk):
    webhooks = [
        signed_webhook(ticket_data("T-5002", "tkt_par2"), f"dlv_f{n % 3}") for n in range(8)
    ]
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda webhook: post(failing_desk, *webhook), webhooks))
    assert set(statuses) == {204}
    assert len(about(failing_desk, "T-5002")) == 1


def test_a_contact_who_has_their_data_deleted_is_gone_from_the_help_desk(
    database, desk, conversations, tickets, sound_desk
):
    conversation, ticket = plant(database, conversations, tickets, now=ASKED_AT)
    deliver(database, desk, sound_desk)
    [found] = named(sound_desk, ticket.public_id)
    assert CANARY in found["description"]
    assert Erasures(database).erase(conversation.id, now=ASKED_AT)
    deliver(database, desk, sound_desk)
    [told] = tickets.deliveries()
    assert (told.event_type, told.state) == ("contact.erased", "delivered")
    with closing(sqlite3.connect(sound_desk.home / "desk.sqlite3")) as kept:
        assert not [line for line in kept.iterdump() if CANARY in line]
    late, headers = signed_webhook(ticket_data(ticket.number, ticket.public_id), "dlv_late")
    assert post(sound_desk, late, headers) == 204
    assert named(sound_desk, ticket.public_id) == []


def test_nothing_unsigned_comes_in(sound_desk):
    body, headers = signed_webhook(ticket_data("T-5003", "tkt_forged"))
    forged = headers | {"webhook-signature": "v1," + base64.b64encode(b"0" * 32).decode()}
    assert post(sound_desk, body, forged) == 401
    assert post(sound_desk, body, {}) == 401
    assert about(sound_desk, "T-5003") == []


def test_other_events_are_welcome_and_change_nothing(sound_desk):
    before = len(tickets_in(sound_desk))
    body, headers = signed_webhook({}, "dlv_odd")
    assert post(sound_desk, body, headers) == 422  # a ticket.created without its ticket
    assert len(tickets_in(sound_desk)) == before


def test_a_port_in_use_is_told(desk_python, sound_desk, tmp_path):
    taken = DemoDesk(tmp_path, QUEUES, SECRET, sound_desk.desk_port, free_port())
    with pytest.raises(DemoDeskError, match=f"Port {sound_desk.desk_port} is in use"):
        start(taken, desk_python)


def test_the_password_is_its_owners_alone(sound_desk):
    assert sound_desk.password_file.stat().st_mode & 0o077 == 0
