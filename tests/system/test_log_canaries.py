"""Words, addresses and tokens thrown at every route, whatever fails: no log line holds one."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(900)]

WORD = "quetzalcoatlus"
EMAIL = f"{WORD}@shop.example"
CANARY = f"My name is {WORD.title()} {WORD}, {EMAIL}, +34 611 404 {WORD}"
SAID = (CANARY, f'/inform{{"email": "{EMAIL}"}}', "{" + WORD + "} %s ${HOME}", WORD * 200)
STALLED_SECONDS = 9.0
LOCKED_SECONDS = 7.0  # longer than the database is waited for


def test_no_line_of_any_process_holds_a_canary(running):
    tokens = [*everything_said(running)]
    tokens += while_stalled(running, "actions")
    tokens += while_stalled(running, "rasa")
    tokens += while_locked(running)
    tokens += while_killed(running)
    thrown_at_routes(running)
    lines = all_lines(running)
    assert_told(lines, {"gateway", "rasa", "actions"})
    for name, line in lines:
        assert WORD not in line.lower(), f"{name}: {line}"
        assert not [token for token in tokens if token in line], f"{name}: {line}"
        assert isinstance(json.loads(line), dict), f"{name}: {line}"


def everything_said(running) -> list[str]:
    """One conversation that says all the canaries and leaves them in every field; its token."""
    with httpx.Client(base_url=running.base_url, timeout=60, trust_env=False) as http:
        opening = {
            "locale": "en",
            "page": {"url": f"https://shop.example/{WORD}?q={WORD}", "title": CANARY},
            "context": {WORD: CANARY},
        }
        opened = http.post("/v1/conversations", json=opening)
        assert opened.status_code == 201, opened.text
        token = opened.json()["token"]
        http.headers["authorization"] = f"Bearer {token}"
        path = f"/v1/conversations/{opened.json()['conversation_id']}/messages"
        for number, text in enumerate(SAID):
            body = {"client_message_id": f"{WORD}-{number}", "text": text}
            http.post(path, json=body, headers={"prefer": "wait=10"})
    return [token]


def while_stalled(running, victim: str) -> list[str]:
    process = running.children()[victim]["pid"]
    os.kill(process, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(1) as beside:
            said = beside.submit(everything_said, running)
            time.sleep(STALLED_SECONDS)
            os.kill(process, signal.SIGCONT)
            return said.result()
    finally:
        os.kill(process, signal.SIGCONT)


def while_locked(running) -> list[str]:
    """Another program holds the database for longer than is waited for it."""
    with ThreadPoolExecutor(1) as beside:
        with contextlib.closing(sqlite3.connect(running.home / "primera.db")) as database:
            said = beside.submit(_whatever_is_said, running)
            time.sleep(0.5)
            database.execute("BEGIN IMMEDIATE")
            time.sleep(LOCKED_SECONDS)
            database.rollback()
        return said.result()


def while_killed(running) -> list[str]:
    restarts = running.children()["rasa"]["restarts"]
    running.kill("rasa")
    tokens = everything_said(running)
    running.wait_until_ready("rasa", restarts=restarts + 1)
    return tokens


def _whatever_is_said(running) -> list[str]:
    until = time.monotonic() + LOCKED_SECONDS
    tokens = []
    while time.monotonic() < until:
        # A database that is held is a 500 to the caller, not a mistake of this test.
        with contextlib.suppress(AssertionError, KeyError):
            tokens += everything_said(running)
    return tokens


def thrown_at_routes(running) -> None:
    """Canaries in every part of a request, at every described route and at none."""
    with httpx.Client(base_url=running.base_url, timeout=30, trust_env=False) as http:
        described = http.get("/openapi.json").json()["paths"]
        paths = [path.replace("{", "").replace("}", "") for path in described]
        headers = {
            "authorization": f"Bearer {WORD}",
            "cookie": f"session={WORD}",
            "user-agent": WORD,
            "referer": f"https://shop.example/{WORD}",
            "x-forwarded-for": WORD,
            "x-request-id": WORD,
            "accept-language": WORD,
            "last-event-id": WORD,
            "prefer": f"wait={WORD}",
        }
        for path in [*paths, f"/{WORD}", f"/help/en/{WORD}", f"/widget/{WORD}", f"/v1/{WORD}"]:
            for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
                for body in (None, b"{", json.dumps({WORD: CANARY}).encode()):
                    http.request(
                        method,
                        path,
                        params={"q": CANARY, WORD: WORD, "token": WORD},
                        content=body,
                        headers=headers | {"content-type": "application/json"},
                    )
    for broken in (f"{WORD} / {WORD}\r\n\r\n", f"GET /{WORD} HTTP/9\r\n{WORD}\r\n\r\n"):
        thrown_raw(running.base_url, broken.encode())


def thrown_raw(url: str, request: bytes) -> None:
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
        connection.sendall(request)
        with contextlib.suppress(OSError):
            connection.recv(65536)


def all_lines(running) -> list[tuple[str, str]]:
    files = sorted((running.home / "logs").iterdir())
    return [(file.name, line) for file in files for line in file.read_text("utf-8").splitlines()]


def assert_told(lines: list[tuple[str, str]], processes: set[str]) -> None:
    """The failures left lines: a log that is empty would hold no canary either."""
    loud = {name.partition(".")[0] for name, line in lines if '"level": "info"' not in line}
    assert processes <= loud, loud
