"""One id from the request to the help desk: in the logs of every process and in the database."""

import json
import sqlite3
import subprocess
import sys
import time

import httpx
import pytest

from tests.running import REPOSITORY

pytestmark = pytest.mark.rasa

SOON_SECONDS = 20.0
SAID = ("¿tenéis tarjeta de puntos?", "ana@ejemplo.es", "Ana López", "sí")


def test_a_ticket_can_be_followed_through_every_process(running):
    asked = opened_ticket(running)
    until = time.monotonic() + SOON_SECONDS
    while processes_that_tell(running, asked) < {"gateway", "rasa", "actions", "worker"}:
        assert time.monotonic() < until, processes_that_tell(running, asked)
        time.sleep(0.2)
    with sqlite3.connect(running.home / "primera.db") as database:
        messages = database.execute("SELECT sender FROM messages WHERE request_id = ?", (asked,))
        assert {sender for (sender,) in messages} == {"contact", "bot"}
        events = database.execute("SELECT type FROM events WHERE request_id = ?", (asked,))
        assert events.fetchall() == [("ticket.created",)]

    told = subprocess.run(
        [sys.executable, "-c", "from bot.command_line import main; main()", "logs", asked],
        env={"PRIMERA_HOME": str(running.home), "PATH": ""},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    way = [line.split()[1] for line in told.stdout.splitlines()]
    assert way[0] == "gateway"
    assert {"rasa", "actions", "worker"} <= set(way)


def opened_ticket(running) -> str:
    """Goes through the form to a ticket; the id of the request that opened it."""
    with httpx.Client(base_url=running.base_url, timeout=40) as http:
        opened = http.post("/v1/conversations", json={"locale": "es"}).json()
        http.headers["authorization"] = f"Bearer {opened['token']}"
        path = f"/v1/conversations/{opened['conversation_id']}/messages"
        for number, text in enumerate(SAID):
            body = {"client_message_id": str(number), "text": text}
            answer = http.post(path, json=body, headers={"prefer": "wait=30"})
            if any(reply["kind"] == "ticket" for reply in answer.json()["replies"]):
                return answer.headers["x-request-id"]
    raise AssertionError(f"no ticket: {answer.text}")


def processes_that_tell(running, asked: str) -> set[str]:
    told = set()
    for log in (running.home / "logs").glob("*.log"):
        for line in log.read_text("utf-8").splitlines():
            if asked in line:
                told.add(json.loads(line)["process"])
    return told
