"""The action server broken in every way, behind the real Rasa: never silence, nothing doubled."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest

from bot.supervisor import environments
from tests import running as whole_primera
from tests.conftest import need
from tests.conversations.contact import ContactSide
from tests.results import Results
from tests.running import REPOSITORY, Running
from tests.system.fault_proxy import MODES, FaultProxy
from tests.system.promise import (
    HONEST_LINE_SECONDS,
    assert_each_answered_once,
    last_seq,
    seconds_to_a_line,
    until_answered,
    wait_for,
)

pytestmark = [pytest.mark.rasa, pytest.mark.prove, pytest.mark.timeout(3600)]

CONVERSATIONS, CONVERSATIONS_OF_THE_WHOLE = 5, 50
TRIES, TRIES_OF_THE_WHOLE = 1, 4
# The longest the gateway waits between two tries, and a moment: what comes late is here by then.
LATE_SECONDS = 6.0
OPENS_TICKETS = "action_open_ticket"


@pytest.fixture(scope="module")
def proxy() -> Iterator[FaultProxy]:
    between = FaultProxy()
    between.start()
    yield between
    between.stop()


@pytest.fixture(scope="module")
def behind_proxy(proxy, tmp_path_factory) -> Iterator[Running]:
    """A whole Primera whose Rasa asks the action server through the proxy."""
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    home = tmp_path_factory.mktemp("primera")
    endpoints = home / "endpoints.yml"
    ours = (REPOSITORY / "bot" / "endpoints.yml").read_text("utf-8")
    assert "${PRIMERA_ACTIONS_URL}" in ours
    endpoints.write_text(ours.replace("${PRIMERA_ACTIONS_URL}", proxy.url), "utf-8")
    primera = whole_primera.start(home, variables={"PRIMERA_ENDPOINTS": str(endpoints)})
    proxy.target = urlsplit(primera.children()["actions"]["health"]).port
    yield primera
    whole_primera.stop(primera.process)


@pytest.mark.parametrize("mode", MODES)
def test_every_contact_hears_a_line_in_time_and_is_answered_once(
    behind_proxy, proxy, proof_share, mode
):
    whole = proof_share == 1
    many = CONVERSATIONS_OF_THE_WHOLE if whole else CONVERSATIONS
    waits: list[float] = []
    with ExitStack() as open_contacts, ThreadPoolExecutor(many) as at_once:
        contacts = [
            open_contacts.enter_context(ContactSide(behind_proxy.base_url, "en"))
            for _ in range(many)
        ]
        for _ in range(TRIES_OF_THE_WHOLE if whole else TRIES):
            before = [last_seq(contact) for contact in contacts]
            proxy.fail(mode)
            try:
                waits += at_once.map(seconds_to_a_line, contacts, before)
            finally:
                broken = proxy.broken
                proxy.recover()
            assert broken or mode == "refuse", "nothing went through the proxy"
            list(at_once.map(until_answered, contacts, before))
        time.sleep(LATE_SECONDS)
        for contact in contacts:
            assert_each_answered_once(contact)
    assert max(waits) <= HONEST_LINE_SECONDS
    if whole:
        found = {"tries": len(waits), "longest_wait_seconds": round(max(waits), 2)}
        Results("faults").add(f"action server broken: {mode}", found)


@pytest.mark.parametrize("mode", ["half", "lost"])
def test_a_ticket_whose_confirmation_is_lost_is_opened_once(behind_proxy, proxy, mode):
    with ContactSide(behind_proxy.base_url, "es") as contact:
        for text in ("¿tenéis tarjeta de puntos?", "ana@ejemplo.es", "Ana López"):
            contact.says(text)
        proxy.fail(mode, only=OPENS_TICKETS)
        try:
            contact.sends("sí")
            began = time.monotonic()
            wait_for(lambda: tickets_of(behind_proxy, contact), began)
        finally:
            proxy.recover()
        wait_for(lambda: any(line.get("ticket") for line in contact.messages()), time.monotonic())
        time.sleep(LATE_SECONDS)
        told = [line for line in contact.messages() if line["kind"] == "ticket"]
    assert len(told) == 1
    assert tickets_of(behind_proxy, contact) == 1


def tickets_of(running: Running, contact: ContactSide) -> int:
    with closing(sqlite3.connect(running.home / "primera.db")) as database:
        query = "SELECT count(*) FROM tickets WHERE conversation_id = ?"
        return int(database.execute(query, (contact.conversation_id,)).fetchone()[0])
