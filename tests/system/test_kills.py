"""Killed processes: an honest line in time, nothing typed lost, the form goes on, one ticket.

Every field of the form × every process behind the gateway. `make test` runs a seeded part.
"""

import random
import time
from dataclasses import asdict, dataclass

import pytest

from tests.conversations.contact import ContactSide
from tests.results import Results

pytestmark = [pytest.mark.rasa, pytest.mark.prove, pytest.mark.timeout(1800)]

HONEST_LINE_SECONDS = 8.0
RECOVERY_SECONDS = 90.0
LOOK_SECONDS = 0.05
SEED = 20

FORM = (
    ("summary", "no me habéis aceptado la devolución de un monitor"),
    ("order_number", "AU-48213"),
    ("contact", "ana@ejemplo.es"),
    ("name", "Ana López"),
    ("confirmed", "sí"),
)
AFTER = "after the ticket"
MOMENTS = [*(field for field, _ in FORM), AFTER]
VICTIMS = ("rasa", "actions", "worker")


@dataclass(frozen=True)
class Outcome:
    """How one kill went, in seconds from the contact's message."""

    victim: str
    moment: str
    first_line: float
    reply: float


def test_a_killed_process_costs_neither_words_nor_tickets(running, proof_share):
    cases = [(victim, moment) for victim in VICTIMS for moment in MOMENTS]
    random.Random(SEED).shuffle(cases)
    if proof_share < 1:
        for victim, moment in cases[: max(2, round(len(cases) * proof_share))]:
            kill_at(running, victim, moment)
        return
    results = Results("kills")
    for victim, moment in cases:
        if (case := f"{victim}, {moment}") not in results:
            results.add(case, asdict(kill_at(running, victim, moment)))


def kill_at(running, victim: str, moment: str) -> Outcome:
    """One conversation from the wish for a person to the ticket, with one kill on the way."""
    with ContactSide(running.base_url, "es") as contact:
        contact.says("quiero hablar con una persona")
        return kill_while(running, victim, moment, contact)


def kill_while(running, victim: str, moment: str, contact: ContactSide) -> Outcome:
    outcome = None
    for field, value in FORM:
        if field == moment:
            outcome = says_while_killed(running, victim, moment, contact, value)
        else:
            contact.says(value)
    if moment == AFTER:
        outcome = says_while_killed(running, victim, moment, contact, "muchas gracias")
    assert outcome is not None
    assert_one_whole_ticket(contact)
    return outcome


def says_while_killed(
    running, victim: str, moment: str, contact: ContactSide, words: str
) -> Outcome:
    """Kills the process, then writes at once; measures until the first line and the real reply."""
    before = contact.messages()[-1]["seq"]
    restarts = running.children()[victim]["restarts"]
    running.kill(victim)
    sent = time.monotonic()
    contact.sends(words)
    first_line = wait_for(lambda: said_by_bot(contact, before), sent)
    assert first_line <= HONEST_LINE_SECONDS, f"{victim} killed at {moment}"
    reply = wait_for(lambda: said_by_bot(contact, before, but="notice"), sent)
    running.wait_until_ready(victim, restarts=restarts + 1)
    return Outcome(victim, moment, round(first_line, 2), round(reply, 2))


def said_by_bot(contact: ContactSide, before: int, but: str = "") -> bool:
    return any(
        message["sender"] == "bot" and message["kind"] != but
        for message in contact.messages(after=before)
    )


def wait_for(condition, since: float) -> float:
    while not condition():
        assert time.monotonic() - since < RECOVERY_SECONDS, "nothing came back"
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - since


def assert_one_whole_ticket(contact: ContactSide) -> None:
    created = [d for d in contact.deliveries() if d["payload"]["type"] == "ticket.created"]
    assert len(created) == 1
    ticket = created[0]["payload"]["data"]["ticket"]
    assert ticket["summary"] == FORM[0][1]
    assert ticket["details"]["order_number"] == "AU-48213"
    assert ticket["contact"]["email"] == "ana@ejemplo.es"
    assert ticket["contact"]["name"] == "Ana López"
    tickets = [message for message in contact.messages() if message["kind"] == "ticket"]
    assert len(tickets) == 1
