"""Real processes: a supervisor with two small children, one of them stubborn."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bot.supervisor import process_group, run_file
from tests.running import REPOSITORY

PATIENCE_SECONDS = 15.0


@pytest.fixture
def crew(tmp_path, monkeypatch):
    """A running small crew; whatever is left of it at the end is killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bot.supervisor.small_crew", str(tmp_path)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stdout.close()


def test_a_killed_child_is_started_again_and_it_is_said(crew, tmp_path):
    first = children(tmp_path)["answers"]["pid"]
    os.kill(first, signal.SIGKILL)
    assert crew.stdout.readline() == "answers was ended by signal 9; starting it again in 0.5 s\n"
    assert crew.stdout.readline() == "answers is back\n"
    now = children(tmp_path)["answers"]
    assert now["pid"] != first
    assert (now["state"], now["restarts"]) == ("ready", 1)
    assert "starting it again" in (tmp_path / "logs" / "answers.log").read_text()


def test_a_dead_childs_own_children_do_not_stay(crew, tmp_path):
    grandchild = the_grandchild(tmp_path)
    os.kill(children(tmp_path)["stubborn"]["pid"], signal.SIGKILL)
    eventually(lambda: not is_alive(grandchild))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_in_order(crew, tmp_path, number):
    everyone = everyone_of(crew, tmp_path)
    assert len(everyone) == 4  # the keeper, two children, a grandchild
    os.kill(children(tmp_path)["stubborn"]["pid"], signal.SIGKILL)  # it would take the full grace
    crew.send_signal(number)
    assert crew.wait(PATIENCE_SECONDS) == 0
    eventually(lambda: not any(is_alive(process.pid) for process in everyone))
    assert not (tmp_path / "run.json").exists()


def test_a_killed_supervisor_leaves_no_orphan_not_even_a_stubborn_one(crew, tmp_path):
    everyone = everyone_of(crew, tmp_path)
    crew.kill()
    eventually(lambda: not any(is_alive(process.pid) for process in everyone))


def test_what_a_killed_supervisor_left_behind_counts_as_nothing(crew, tmp_path):
    assert run_file.read(tmp_path) is not None
    crew.kill()
    crew.wait()
    assert (tmp_path / "run.json").exists()
    assert run_file.read(tmp_path) is None


def test_a_second_supervisor_of_the_same_home_is_refused(crew, tmp_path):
    with pytest.raises(run_file.AlreadyRunning, match=f"process {crew.pid}, http://127"):
        run_file.RunFile(tmp_path)


def test_a_turn_has_time_to_end_before_a_child_is_killed():
    assert process_group.GRACE_SECONDS > 7  # the gateway's deadline for a turn


def children(home: Path) -> dict[str, dict[str, object]]:
    return (run_file.read(home) or {})["children"]


def everyone_of(crew: subprocess.Popen[str], home: Path) -> list[psutil.Process]:
    the_grandchild(home)
    return psutil.Process(crew.pid).children(recursive=True)


def the_grandchild(home: Path) -> int:
    log = home / "logs" / "stubborn.log"
    eventually(lambda: log.read_text().startswith("grandchild") and "\n" in log.read_text())
    return int(log.read_text().split()[1])


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def eventually(claim: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)
