"""Rasa's log lines, in its own Python: JSON, and without what a customer wrote."""

import json
import subprocess

import pytest

from tests.bot.components.rasa_environment.test_pipeline import PYTHON, REPOSITORY
from tests.conftest import need

pytestmark = pytest.mark.rasa

WORDS = "xyzzy"
SAYS_IT_ALL = f"""
import logging
import structlog
from structlog.contextvars import bound_contextvars
from bot.components import quiet_logs

quiet_logs.configure()
rasa = structlog.get_logger("rasa.core.processor")
with bound_contextvars(request_id="0" * 32):
    rasa.error("processor.message.failed", message="{WORDS}", action_name="action_ask")
    logging.getLogger("primera.rasa").info("turn", extra={{"message_id": "msg_1", "seconds": 0.1}})
    logging.getLogger("rasa.core.channels.rest").error("cannot say {WORDS}")
    logging.getLogger("rasa.core.channels.rest").error("cannot say %s", "{WORDS}")
    try:
        raise ValueError("{WORDS}")
    except ValueError:
        rasa.exception("processor.failed", text="{WORDS}")
        logging.getLogger("rasa.core.channels.rest").exception("failed on {WORDS}")
raise ValueError("{WORDS}")
"""


def test_every_line_is_an_object_and_none_holds_words():
    need(PYTHON.exists(), "the Rasa environment: make setup")
    ended = subprocess.run(
        [PYTHON, "-c", SAYS_IT_ALL], cwd=REPOSITORY, capture_output=True, text=True, timeout=240
    )
    assert WORDS not in ended.stderr
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    said = [(line["event"], line["level"], line.get("request_id")) for line in lines]
    asked = "0" * 32
    assert said[:2] == [("processor.message.failed", "error", asked), ("turn", "info", asked)]
    assert said[3] == ("cannot say %s", "error", asked)
    assert lines[0]["action_name"] == "action_ask"
    assert (lines[1]["message_id"], lines[1]["seconds"]) == ("msg_1", 0.1)
    assert [line["exception"].partition(" at ")[0] for line in lines[4:6]] == ["ValueError"] * 2
    assert lines[6]["level"] == "critical"
