"""A whole Primera is watched: by Prometheus at a private address, by `primera doctor`."""

import json
import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.supervisor import run_file
from tests.conversations.contact import ContactSide
from tests.running import REPOSITORY
from tests.test_alerts import names_told

pytestmark = pytest.mark.rasa

SOON_SECONDS = 20.0


def told(running) -> dict[tuple[str, ...], float]:
    """What Prometheus reads: (name, label values …) → value."""
    text = httpx.get(run_file.read(running.home)["metrics"], trust_env=False).text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_one_address_tells_of_every_process(running):
    before = told(running)
    with ContactSide(running.base_url, "en") as contact:
        contact.says("How do I return an order?")
    after = told(running)
    for name in (("primera_messages_total",), ("primera_replies_total", "answer")):
        assert after[name] == before.get(name, 0) + 1
    actions = [name for name in after if name[0] == "primera_action_seconds_count"]
    assert sum(after[name] for name in actions) > sum(before.get(name, 0) for name in actions)
    known = names_told()
    assert {name.removesuffix("_count") for name, *_ in after if name.endswith("_count")} <= known
    for process in running.children():
        assert after["primera_process_up", process] == 1
        assert after["primera_process_resident_bytes", process] > 1e6
    for writer in ("gateway", "worker"):
        assert ("primera_database_wait_seconds_count", writer) in after


def test_nothing_but_the_gateway_can_be_reached_and_it_tells_no_metrics(running):
    assert httpx.get(f"{running.base_url}/metrics", trust_env=False).status_code == 404
    state = run_file.read(running.home)
    assert urlsplit(state["metrics"]).hostname == "127.0.0.1"
    pids = [state["pid"], *(child["pid"] for child in state["children"].values())]
    for pid in pids:
        for connection in psutil.Process(pid).net_connections(kind="inet"):
            if connection.status == psutil.CONN_LISTEN:
                assert connection.laddr.ip == "127.0.0.1"


def test_a_running_primera_is_well_and_what_is_halted_is_named(running):
    assert wrong(running) == {}
    for name in ("actions", "worker"):
        process = running.children()[name]["pid"]
        os.kill(process, signal.SIGSTOP)
        try:
            assert "does not answer" in wrong(running)[name]
            if name == "actions":
                assert "primera_process_up" in {metric for metric, *_ in told(running)}
        finally:
            os.kill(process, signal.SIGCONT)
    until = time.monotonic() + SOON_SECONDS
    while wrong(running):
        assert time.monotonic() < until, wrong(running)


def wrong(running) -> dict[str, str]:
    """What `primera doctor --json` names; its exit status must say the same."""
    ended = subprocess.run(
        [sys.executable, "-c", "from bot.command_line import main; main()", "doctor", "--json"],
        env={"PRIMERA_HOME": str(running.home), "PATH": os.environ["PATH"]},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    report = json.loads(ended.stdout)
    found = {each["name"]: each["sentence"] for each in report["findings"] if each["well"] is False}
    assert report["well"] is (not found)
    assert ended.returncode == (1 if found else 0)
    return found
