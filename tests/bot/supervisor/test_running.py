"""The whole of Primera, started by `primera run`."""

import subprocess
import sys

import httpx
import psutil
import pytest

from tests.running import REPOSITORY

pytestmark = pytest.mark.rasa

CHILDREN = ["actions", "gateway", "rasa", "worker"]


def test_run_json_names_every_child(running):
    children = running.children()
    assert sorted(children) == CHILDREN
    assert {child["state"] for child in children.values()} == {"ready"}
    assert len({child["pid"] for child in children.values()}) == len(CHILDREN)


def test_the_gateway_has_taken_the_progress_page_over(running):
    assert httpx.get(f"{running.base_url}/health").status_code == 200
    assert httpx.get(f"{running.base_url}/setup/status.json").status_code == 404


def test_nothing_listens_beyond_this_machine(running):
    supervisor = psutil.Process(running.process.pid)
    listening = {
        connection.laddr.ip
        for process in [supervisor, *supervisor.children(recursive=True)]
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_a_killed_gateway_comes_back_at_the_same_address(running):
    before = running.children()["gateway"]
    running.kill("gateway")
    running.wait_until_ready("gateway", restarts=before["restarts"] + 1)
    assert httpx.get(f"{running.base_url}/health").status_code == 200


def test_a_second_start_from_the_same_home_is_refused_with_the_way_out(running):
    refused = subprocess.run(
        [sys.executable, "-m", "bot.supervisor", "run"],
        cwd=REPOSITORY,
        env={"PRIMERA_HOME": str(running.home)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert refused.returncode == 1
    assert f"{running.base_url}). Stop it there first" in refused.stdout
