"""`python -m bot.gateway` as the supervisor starts it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from actions.workspace import REPOSITORY
from tests.bot.gateway.conftest import open_chat

GRACE_SECONDS = 10.0  # what the supervisor gives it


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


def test_it_stops_without_breaking_a_word_off(workspace, rasa):
    """Turns under way are finished, streams hear them and then `bye`, newcomers come back later."""
    port = free_port()
    rasa.mode = "slow"
    process = start(
        PRIMERA_HOME=str(workspace.home),
        PRIMERA_GATEWAY_PORT=str(port),
        PRIMERA_RASA_URLS=rasa.url,
    )
    heard = []
    with (
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as http,
        ThreadPoolExecutor() as at_once,
    ):
        try:
            _answer(http, process)
            chat = open_chat(http, locale="en")
            listening = at_once.submit(_listen, chat, heard)
            asked = at_once.submit(chat.write, "Hello", wait=20)
            assert rasa.asked_once.wait(10)
            process.send_signal(signal.SIGTERM)
            stopping = time.monotonic()
            refusal = _refusal(http)
            answers_soon = threading.Timer(1.0, rasa.released.set)
            answers_soon.start()
            assert asked.result()["replies"][0]["text"] == "You wrote: Hello"
            listening.result()
            _, errors = process.communicate(timeout=20)
        finally:
            rasa.released.set()
            process.kill()
    assert time.monotonic() - stopping < GRACE_SECONDS
    assert refusal.headers["content-type"] == "application/problem+json"
    assert int(refusal.headers["retry-after"]) > 0
    assert refusal.json()["type"] == "/problems/unavailable"
    texts = [data["text"] for name, _, data in heard if name == "message"]
    assert texts == ["Hello", "You wrote: Hello"]
    assert heard[-1] == ("bye", None, {"retry_ms": 1000})
    loud = [line for line in errors.splitlines() if json.loads(line)["level"] != "info"]
    assert (process.returncode, loud) == (0, [])


def _listen(chat, heard):
    heard += [event for event in chat.events() if event[0] != "ping"]


def _refusal(http):
    """The first answer that is none."""
    until = time.monotonic() + 5
    while (answer := http.get("/health")).status_code == 200:
        assert time.monotonic() < until, "it lets everybody in"
    return answer


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
