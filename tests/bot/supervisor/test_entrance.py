"""The command as a user types it, where it must refuse."""

import os
import socket
import subprocess
import sys

import pytest

from tests.conftest import need
from tests.running import REPOSITORY


def primera(*arguments: str, home, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.supervisor", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PRIMERA_HOME": str(home), **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_port_in_use_is_one_sentence_and_an_exit_code(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = primera("run", home=tmp_path, PRIMERA_GATEWAY_PORT=str(port))
    assert refused.returncode == 1
    assert refused.stdout.splitlines() == [
        f"Port {port} on 127.0.0.1 is in use by another program. Stop it, or choose another port: "
        f"PRIMERA_GATEWAY_PORT={port + 1} make run."
    ]
    assert refused.stderr == ""


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    refused = primera("run", home=tmp_path / "file" / "home")
    assert refused.returncode == 1
    assert "Set PRIMERA_HOME to a folder that can." in refused.stdout
    assert "Traceback" not in refused.stdout


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.13"])
def test_any_python_from_3_9_starts_the_set_up(version):
    from bot.supervisor import interpreters

    found = interpreters.find((version,), os.environ)
    need(found is not None, f"Python {version}: uv python install {version}")
    shown = subprocess.run(
        [str(found.path), "-m", "bot.supervisor", "run", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert shown.returncode == 0, shown.stderr
