"""The dialogue state, kept by one Rasa process and taken up by the next."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from actions.database import migrate
from tests.conftest import need

pytestmark = pytest.mark.rasa

REPOSITORY = Path(__file__).resolve().parents[3]
PYTHON = REPOSITORY / ".venv-rasa" / "bin" / "python"
SCRIPT = Path(__file__).parent / "rasa_environment" / "keep_turns.py"
IN_THE_FORM = {
    "slots": {
        "requested_slot": "name",
        "contact": "ana@ejemplo.es",
        "skipped": ["order_number"],
        "details": {"also_asks": "¿y los portes?"},
    },
    "loop": "ticket_form",
    "action": "action_listen",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """What `keep_turns.py` found, in a database made by our own migrations."""
    need(PYTHON.exists(), "the Rasa environment: make setup")
    url = f"sqlite:///{tmp_path_factory.mktemp('state') / 'primera.db'}"
    migrate(url)
    finished = subprocess.run(
        [PYTHON, SCRIPT, url, REPOSITORY / "domain.yml"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "RASA_TELEMETRY_ENABLED": "false"},
    )
    assert finished.returncode == 0, finished.stderr[-4000:]
    return json.loads(finished.stdout.splitlines()[-1])


def test_a_new_conversation_has_no_state(kept):
    assert kept["unknown"] is None


def test_the_next_process_goes_on_with_the_same_field_and_values(kept):
    assert kept["complete"] == IN_THE_FORM


def test_a_turn_in_which_nobody_spoke_leaves_the_state_before_it(kept):
    assert kept["after_half_a_turn"] == IN_THE_FORM


def test_a_message_sent_again_gets_what_was_said_and_is_not_run_again(kept):
    assert kept["said_again"] == [{"text": "¿Cómo te llamas?"}]
    assert kept["said_anew"] == [{"text": "again"}]


def test_half_a_turn_says_nothing(kept):
    assert kept["half_said"] == {"failed_with": []}


def test_a_long_conversation_costs_no_more_than_a_short_one(kept):
    assert len(set(kept["met"])) == 1


def test_a_turn_under_way_when_its_conversation_is_erased_is_not_kept(kept):
    assert kept["after_erasure"] is None


def test_a_slot_that_the_company_removed_is_forgotten(kept):
    assert "contact" in kept["without_a_slot"]
    assert "details" not in kept["without_a_slot"]
