import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from actions.database import engine
from actions.outgoing import OutgoingRules
from actions.request_id import serving
from actions.tickets import TicketStore
from actions.tickets.outbox import Outbox
from actions.tickets.webhook import webhook_client
from actions.tickets.worker import LEASE, Worker
from tests.actions.conftest import AURORA
from tests.actions.tickets.receiver import answers, never_ends, receiver
from tests.actions.tickets.requests import ASKED_AT, request_for

SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def desk_with(desk, **urls):
    """The desk with these help desks instead of its own."""
    [demo] = desk.helpdesks
    helpdesks = tuple(
        demo.model_copy(update={"name": name, "url": url}) for name, url in urls.items()
    )
    return desk.model_copy(update={"helpdesks": helpdesks})


def rules_of(desk):
    return OutgoingRules.of(helpdesk.url for helpdesk in desk.helpdesks)


def deliver(database, desk, now=ASKED_AT, secret=SECRET, timeout=5.0, attempted=str):
    async def work():
        async with webhook_client(rules_of(desk)) as client:
            worker = Worker(
                Outbox(database),
                desk,
                lambda _name: secret,
                client,
                clock=lambda: now,
                jitter=lambda: 1.0,
                timeout=timeout,
                attempted=attempted,
            )
            await worker.deliver_due()

    asyncio.run(work())


def test_a_delivery_names_the_request_that_it_came_of(database, desk):
    with receiver(answers(204)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        with serving("0" * 32):
            TicketStore(database, here).open(request_for(), now=ASKED_AT)
        deliver(database, here)
    [(headers, _)] = helpdesk.received
    assert headers["x-request-id"] == "0" * 32


def test_a_ticket_is_delivered_once(database, desk):
    with receiver(answers(204)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        store = TicketStore(database, here)
        store.open(request_for(), now=ASKED_AT)
        deliver(database, here)
        deliver(database, here)
    [delivery] = store.deliveries()
    [(headers, body)] = helpdesk.received
    assert delivery.state == "delivered"
    assert headers["webhook-id"] == delivery.id
    assert body.decode() == here.helpdesks[0].addressed(delivery.payload)
    assert delivery.headers["webhook-signature"].endswith("…")


def test_a_failed_attempt_is_repeated_under_the_same_id_and_told(database, desk):
    with receiver(answers(500)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        store = TicketStore(database, here)
        store.open(request_for(), now=ASKED_AT)
        deliver(database, here)
        deliver(database, here, now=ASKED_AT + timedelta(seconds=4))  # too early
        deliver(database, here, now=ASKED_AT + timedelta(seconds=5))
    [delivery] = store.deliveries()
    assert helpdesk.webhook_ids == [delivery.id] * 2
    assert [attempt.error for attempt in delivery.attempts] == ["answered 500"] * 2
    assert delivery.next_attempt_at == ASKED_AT + timedelta(seconds=305)


def test_ten_failures_are_a_dead_letter_and_replay_begins_anew(database, desk):
    with receiver(answers(503)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        store = TicketStore(database, here)
        store.open(request_for(), now=ASKED_AT)
        for day in range(12):
            deliver(database, here, now=ASKED_AT + timedelta(days=2 * day))
    [dead] = store.deliveries(state="dead")
    assert len(helpdesk.received) == len(dead.attempts) == 10
    store.replay(dead.id)
    with receiver(answers(200)) as repaired:
        deliver(database, desk_with(desk, demo=repaired.url))
    assert repaired.webhook_ids == [dead.id]
    assert store.deliveries()[0].state == "delivered"


def test_gone_disables_the_help_desk_and_keeps_the_rest_of_its_queue(database, desk):
    with receiver(answers(410)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        store = TicketStore(database, here)
        store.open(request_for(), now=ASKED_AT)
        deliver(database, here)
        store.open(request_for("cnv_1:2"), now=ASKED_AT)
        deliver(database, here)
    assert [delivery.state for delivery in store.deliveries()] in (
        ["dead", "pending"],
        ["pending", "dead"],
    )
    assert len(helpdesk.received) == 1


def test_a_poisoned_row_becomes_a_dead_letter_and_blocks_nobody(database, desk):
    with receiver(answers(204)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url, removed="http://127.0.0.1:9/")
        store = TicketStore(database, here)
        store.open(request_for(), now=ASKED_AT)
        deliver(database, desk_with(desk, demo=helpdesk.url))
    states = {delivery.helpdesk: delivery for delivery in store.deliveries()}
    assert states["demo"].state == "delivered"
    assert states["removed"].state == "dead"
    assert "not in actions/desk.yml" in states["removed"].attempts[0].error


def test_a_secret_that_cannot_sign_ends_in_the_dead_letters(database, desk):
    here = desk_with(desk, demo="http://127.0.0.1:9/")
    store = TicketStore(database, here)
    store.open(request_for(), now=ASKED_AT)
    deliver(database, here, secret="ü")
    [delivery] = store.deliveries(state="dead")
    assert "secret cannot sign" in delivery.attempts[0].error


def test_a_slow_help_desk_delays_nobody_else(database, desk):
    released = threading.Event()
    delivered_while_slow = []

    def quick(request):
        answers(204)(request)
        delivered_while_slow.append(not released.is_set())
        if len(delivered_while_slow) == 12:
            released.set()  # only now the slow one may go on

    with receiver(never_ends(released)) as slow, receiver(quick) as fast:
        here = desk_with(desk, slow=slow.url, fast=fast.url)
        store = TicketStore(database, here)
        for number in range(12):
            store.open(request_for(f"cnv_1:{number}"), now=ASKED_AT)

        async def work():
            stop = asyncio.Event()
            async with webhook_client(rules_of(here)) as client:
                outbox = Outbox(database)
                worker = Worker(outbox, here, lambda _: SECRET, client, jitter=lambda: 1.0)
                running = asyncio.create_task(worker.run(stop))
                await asyncio.to_thread(released.wait, 20)
                stop.set()
                await running

        asyncio.run(work())
    assert delivered_while_slow == [True] * 12


@pytest.fixture
def company(tmp_path, database_url):
    """A workspace of its own whose help desk is yet to be named."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "actions").mkdir()
    settings = (AURORA / "bot" / "settings.yml").read_text(encoding="utf-8")
    (tmp_path / "bot" / "settings.yml").write_text(settings, encoding="utf-8")
    shutil.copy(AURORA / "domain.yml", tmp_path)
    return tmp_path


def name_helpdesk(company, url):
    text = (AURORA / "actions" / "desk.yml").read_text(encoding="utf-8")
    text = text.replace("http://127.0.0.1:5335/webhook", url)
    (company / "actions" / "desk.yml").write_text(text, encoding="utf-8")


def start_worker(company, database_url):
    environment = os.environ | {
        "PRIMERA_WORKSPACE": str(company),
        "PRIMERA_DATABASE_URL": database_url,
        "PRIMERA_SECRET_HELPDESK_DEMO": SECRET,
    }
    return subprocess.Popen([sys.executable, "-m", "actions.worker"], cwd=AURORA, env=environment)


def test_a_worker_killed_between_sending_and_marking_loses_and_doubles_nothing(
    company, database_url, database, desk
):
    arrived = threading.Event()
    killed = threading.Event()

    def answer_after_the_kill(request):
        arrived.set()
        killed.wait(20)

    with receiver(answer_after_the_kill) as helpdesk:
        name_helpdesk(company, helpdesk.url)
        store = TicketStore(database, desk)
        store.open(request_for(), now=datetime.now(UTC))
        worker = start_worker(company, database_url)
        assert arrived.wait(20)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        killed.set()
    [delivery] = store.deliveries()
    assert (delivery.state, delivery.attempts) == ("pending", [])
    with receiver(answers(204)) as again:
        here = desk_with(desk, demo=again.url)
        deliver(database, here, now=datetime.now(UTC))  # still leased to the dead worker
        assert again.received == []
        deliver(database, here, now=datetime.now(UTC) + LEASE)
    assert again.webhook_ids == helpdesk.webhook_ids == [delivery.id]
    assert again.received[0][1] == helpdesk.received[0][1]
    assert store.deliveries()[0].state == "delivered"


def test_sigterm_lets_the_worker_finish_what_is_under_way(company, database_url, database, desk):
    arrived = threading.Event()
    told = threading.Event()

    def answer_after_sigterm(request):
        arrived.set()
        told.wait(20)
        answers(204)(request)

    with receiver(answer_after_sigterm) as helpdesk:
        name_helpdesk(company, helpdesk.url)
        store = TicketStore(database, desk)
        store.open(request_for(), now=datetime.now(UTC))
        worker = start_worker(company, database_url)
        assert arrived.wait(20)
        worker.send_signal(signal.SIGTERM)
        told.set()
        assert worker.wait(20) == 0
    assert store.deliveries()[0].state == "delivered"


def test_two_workers_at_once_send_everything_once(database_url, desk):
    with receiver(answers(204)) as helpdesk:
        here = desk_with(desk, demo=helpdesk.url)
        opener = engine(database_url)
        for number in range(30):
            TicketStore(opener, here).open(request_for(f"cnv_1:{number}"), now=ASKED_AT)

        def work():
            own = engine(database_url)
            deliver(own, here)
            own.dispose()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        states = {delivery.state for delivery in TicketStore(opener, here).deliveries()}
        opener.dispose()
    assert states == {"delivered"}
    assert len(helpdesk.received) == len(set(helpdesk.webhook_ids)) == 30
