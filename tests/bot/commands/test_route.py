from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from actions.tickets import Desk
from actions.turns.heard import Heard
from bot.commands.route import reasons, routed_of
from tests.actions.conftest import AURORA

MADRID = ZoneInfo("Europe/Madrid")
NIGHT = datetime(2026, 12, 24, 22, 30, tzinfo=MADRID)


@pytest.fixture
def desk():
    return Desk.load(AURORA / "actions" / "desk.yml")


def heard(topic, confidence):
    return Heard(
        "con", "msg", "…", act="ask", act_confidence=0.9, topic=topic, topic_confidence=confidence
    )


def test_the_reasons_of_a_route_are_told(desk):
    routed = routed_of(heard("access", 0.8), desk, language="en", at=NIGHT)
    assert dict(reasons(routed, desk)) == {
        "act": "ask (0.90)",
        "topic": "access (0.80)",
        "language": "en",
        "priority": "high (of the topic)",
        "hour": "Thursday 24 December 2026, 22:30: account is closed",
        "rule": "the topic's team",
        "team": "account (Accounts and privacy)",
    }


def test_an_unclear_topic_goes_to_the_fallback_and_says_so(desk):
    told = dict(reasons(routed_of(heard("access", 0.2), desk, language="es", at=NIGHT), desk))
    assert told["topic"] == "access (0.20): not clear enough to route by"
    assert told["rule"].startswith("fallback")
    assert told["team"] == "care (Atención al cliente)"
