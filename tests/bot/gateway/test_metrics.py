"""What the gateway counts."""

import time
from dataclasses import replace

import pytest

from actions.allowances import Allowances, Messages
from bot.gateway.metrics import GatewayMetrics
from bot.gateway.routes import ROUTES
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.stand_in_rasa import TURN, reply, said

SOON_SECONDS = 10.0


@pytest.fixture
def counts():
    return GatewayMetrics()


@pytest.fixture
def counted(serve, counts):
    """A conversation of a gateway that counts into `counts`."""
    return open_chat(serve(metrics=counts), locale="en")


def value(counts, name, **labels):
    return counts.registry.get_sample_value(name, labels) or 0.0


def test_messages_and_what_is_replied_to_them_are_counted(counted, counts, rasa):
    def no_answer(text):
        return {**reply(text), "turn": TURN | {"decision": "no_answer"}}

    rasa.say = lambda asked: said(asked, reply("Look here", kind="answer"))
    counted.write("One", wait=5)
    rasa.say = lambda asked: said(asked, no_answer("I do not know"), reply("Which?"))
    counted.write("Two", wait=5)
    assert value(counts, "primera_messages_total") == 2
    told = [value(counts, "primera_replies_total", outcome=one) for one in ("answer", "no_answer")]
    assert told == [1, 1]
    assert value(counts, "primera_turn_seconds_count") == 2
    assert value(counts, "primera_messages_waiting") == 0
    assert value(counts, "primera_responses_total", status="2xx") == 3


def test_the_same_message_again_is_no_message(counted, counts):
    for _ in range(2):
        counted.post({"client_message_id": "one", "text": "Hello"}, wait=5)
    assert value(counts, "primera_messages_total") == 1


def test_what_waits_and_what_is_late_is_counted(counted, counts, rasa):
    rasa.mode = "slow"
    counted.write("Where is my parcel?", wait=5)
    assert value(counts, "primera_deadlines_missed_total") == 1
    assert value(counts, "primera_messages_waiting") == 1
    until = time.monotonic() + SOON_SECONDS
    while not value(counts, "primera_rasa_failures_total"):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_nobody_waits_in_a_conversation_that_was_erased(counted, counts, rasa):
    rasa.mode = "slow"
    counted.write("Where is my parcel?")
    counted.write("Hello?")
    counted.http.delete(counted.path, headers=counted.headers)
    rasa.released.set()
    until = time.monotonic() + SOON_SECONDS
    while value(counts, "primera_messages_waiting"):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_refusal_is_counted_by_its_problem(serve, workspace, counts):
    few = {"limits": Allowances(messages=Messages(conversation="1/minute"))}
    settings = workspace.settings.model_copy(update=few)
    limited = serve(workspace=replace(workspace, settings=settings), metrics=counts)
    chat = open_chat(limited)
    statuses = [chat.post({"client_message_id": name, "text": name}) for name in "ab"]
    assert [one.status_code for one in statuses] == [202, 429]
    assert value(counts, "primera_requests_refused_total", problem="too-often") == 1


def test_the_public_port_tells_nobody(shared_http):
    assert not [route.path for route in ROUTES if "metrics" in route.path]
    for path in ("/metrics", "/metrics/", "/v1/metrics", "/../metrics", "/%6detrics"):
        assert shared_http.get(path).status_code == 404
