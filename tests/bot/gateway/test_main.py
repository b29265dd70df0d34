"""`python -m bot.gateway` as the supervisor starts it."""

import os
import signal
import socket
import subprocess
import sys

import httpx

from actions.workspace import REPOSITORY


def start(**environment):
    return subprocess.Popen(
        [sys.executable, "-m", "bot.gateway"],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], **environment},
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_serves_until_it_is_told_to_stop(workspace):
    port = free_port()
    process = start(PRIMERA_HOME=str(workspace.home), PRIMERA_GATEWAY_PORT=str(port))
    transport = httpx.HTTPTransport()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport) as http:
            assert _answer(http, process).json() == {"status": "ok"}
            opened = http.post("/v1/conversations", json={})
            assert opened.status_code == 201
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert opened.json()["token"] not in errors
    assert "Traceback" not in errors


def test_a_setting_that_cannot_be_used_is_one_sentence(tmp_path):
    process = start(PRIMERA_HOME=str(tmp_path), PRIMERA_GATEWAY_PORT="many")
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors.count("\n") == 1
    assert "PRIMERA_GATEWAY_PORT='many'" in errors


def _answer(http, process):
    while process.poll() is None:
        try:
            return http.get("/health")
        except httpx.ConnectError:
            continue
    raise AssertionError(process.stderr.read())
