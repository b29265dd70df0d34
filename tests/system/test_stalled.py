"""Rasa, or the action server, that stalls: an honest line in time, and one answer afterwards."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.conversations.contact import ContactSide
from tests.results import Results
from tests.system.promise import (
    HONEST_LINE_SECONDS,
    assert_each_answered_once,
    last_seq,
    seconds_to_a_line,
    until_answered,
)

pytestmark = [pytest.mark.rasa, pytest.mark.prove, pytest.mark.timeout(1800)]

VICTIMS = ("actions", "rasa")
CONVERSATIONS, CONVERSATIONS_OF_THE_WHOLE = 6, 50
TRIES, TRIES_OF_THE_WHOLE = 1, 4
STALLED_SECONDS = 12.0  # longer than an action, a turn and the honest line may take


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_stalled_process_costs_an_honest_line_and_nothing_else(running, proof_share, victim):
    whole = proof_share == 1
    many = CONVERSATIONS_OF_THE_WHOLE if whole else CONVERSATIONS
    waits: list[float] = []
    with ExitStack() as open_contacts, ThreadPoolExecutor(many) as at_once:
        contacts = [
            open_contacts.enter_context(ContactSide(running.base_url, "en")) for _ in range(many)
        ]
        for _ in range(TRIES_OF_THE_WHOLE if whole else TRIES):
            before = [last_seq(contact) for contact in contacts]
            process = running.children()[victim]["pid"]
            os.kill(process, signal.SIGSTOP)
            stalled = time.monotonic()
            try:
                waits += at_once.map(seconds_to_a_line, contacts, before)
                time.sleep(max(0.0, stalled + STALLED_SECONDS - time.monotonic()))
            finally:
                os.kill(process, signal.SIGCONT)
            list(at_once.map(until_answered, contacts, before))
        time.sleep(STALLED_SECONDS)  # whatever comes late is here now
        for contact in contacts:
            assert_each_answered_once(contact)
    assert max(waits) <= HONEST_LINE_SECONDS
    if whole:
        found = {"tries": len(waits), "longest_wait_seconds": round(max(waits), 2)}
        Results("gateway").add(f"stalled: {victim}", found)
