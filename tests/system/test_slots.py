"""Two Rasa slots, renewed and killed while people write: nothing lost, nothing said twice."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from bot.supervisor import environments
from tests import running as whole
from tests.conftest import need
from tests.conversations.contact import ContactSide
from tests.running import Running

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(600)]

SLOTS = ("rasa", "rasa-2")
CONTACTS = 4
QUESTION = "How do I return an order?"
PAUSE_SECONDS = 0.3
RENEWED_SECONDS = 240.0
# Every Rasa is above it, so each slot is renewed once and then left alone for ten minutes.
LOW_MEMORY_MB = "256"


@pytest.fixture(scope="module")
def two_slots(tmp_path_factory) -> Iterator[Running]:
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    variables = {"PRIMERA_RASA_SLOTS": "2", "PRIMERA_RASA_MEMORY_MB": LOW_MEMORY_MB}
    primera = whole.start(tmp_path_factory.mktemp("slots"), variables=variables)
    yield primera
    whole.stop(primera.process)


class Talker(threading.Thread):
    """A contact who goes on asking; keeps what came back to each message."""

    def __init__(self, contact: ContactSide, stop_asking: threading.Event) -> None:
        super().__init__(daemon=True)
        self.contact = contact
        self.replies: list[list[dict]] = []
        self.slowest = 0.0
        self.stop_asking = stop_asking

    def run(self) -> None:
        while not self.stop_asking.wait(PAUSE_SECONDS):
            began = time.monotonic()
            self.replies.append(self.contact.says(QUESTION))
            self.slowest = max(self.slowest, time.monotonic() - began)


def test_slots_are_renewed_and_one_is_killed_while_people_write(two_slots, talkers):
    before = {name: two_slots.children()[name]["pid"] for name in SLOTS}
    with asking(talkers):
        wait_until(lambda: all(now(two_slots, name) not in (None, before[name]) for name in SLOTS))
        os.kill(now(two_slots, SLOTS[1]), signal.SIGKILL)
        time.sleep(3)
    said = (two_slots.home / "terminal.txt").read_text("utf-8")
    assert all(f"{name} held" in said for name in SLOTS)
    assert "raise rasa.memory_mb" in said
    for talker in talkers:
        assert talker.replies
        assert_each_answered_once(talker)


@pytest.fixture
def talkers(two_slots):
    stop = threading.Event()
    with ExitStack() as contacts:
        yield [
            Talker(contacts.enter_context(ContactSide(two_slots.base_url, "en")), stop)
            for _ in range(CONTACTS)
        ]


@contextmanager
def asking(talkers: list[Talker]) -> Iterator[None]:
    """Has them ask all the while."""
    for talker in talkers:
        talker.start()
    try:
        yield
    finally:
        for talker in talkers:
            talker.stop_asking.set()
            talker.join(60)


def assert_each_answered_once(talker: Talker) -> None:
    said = talker.contact.messages()
    asked = [line["message_id"] for line in said if line["sender"] == "contact"]
    assert len(asked) == len(talker.replies)
    for message_id in asked:
        replies = [line["kind"] for line in said if message_id in line["in_reply_to"]]
        assert replies == ["answer"], "no honest line was due: another slot was there"


def now(running: Running, name: str) -> int | None:
    child = running.children().get(name, {})
    return child.get("pid") if child.get("state") == "ready" else None


def wait_until(condition) -> None:
    until = time.monotonic() + RENEWED_SECONDS
    while not condition():
        assert time.monotonic() < until, "the slots were not renewed"
        time.sleep(0.2)
