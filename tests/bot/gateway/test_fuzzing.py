"""Schemathesis at the real gateway: whatever is sent, it is served or refused, soon and in form."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from actions.accounts import AccountStore
from actions.database import engine, migrate
from bot.gateway.app import utc_now
from tests.bot.gateway.fuzzing.counted_gateway import TOKENS
from tests.bot.gateway.stand_in_rasa import TURN, Said, StandInRasa, echo, reply, said
from tests.results import Results
from tests.running import REPOSITORY, free_port

pytestmark = [pytest.mark.prove, pytest.mark.timeout(3600)]

SEED = 6
MODES = ("all", "positive")
SLOWEST_SECONDS = 2.0
MOST_GROWTH_BYTES = 100 * 1024 * 1024
SMALLEST_SHARE_HANDLED = 0.6
# A stream never ends; after signing out nothing would be open to the agent.
LEFT_OUT = ("stream_events", "stream_agent_events", "sign_out")
CREDENTIALS = {"email": "lucia@aurora.example", "password": "a quiet house by the sea"}
# Examples of each operation in each phase.
FEW, MANY = 40, 1_000
FEWEST_REQUESTS, FEWEST_OF_THE_WHOLE = 400, 20_000
WARM_UP = 200  # requests, before memory is looked at

# The stream never ends, and waiting for a reply is what `Prefer: wait` is for.
CONFIGURATION = """
cache.enabled = false
[parameters]
"header.Prefer" = "respond-async"

[phases.coverage]
unexpected-methods = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE"]
"""
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,negative_data_rejection,ignored_auth,unsupported_method"
)


@pytest.fixture
def rasa():
    rasa = StandInRasa()
    rasa.start()
    yield rasa
    rasa.stop()


@pytest.fixture
def counted(tmp_path, rasa):
    """The gateway's address, its process, and the file with its figures once it has stopped."""
    migrate(f"sqlite:///{tmp_path / 'primera.db'}")
    port, figures = free_port(), tmp_path / "figures.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bot.gateway.fuzzing.counted_gateway", str(port), figures],
        cwd=REPOSITORY,
        env={
            **os.environ,
            "PRIMERA_HOME": str(tmp_path),
            "PRIMERA_RASA_URLS": rasa.url,
            "PRIMERA_LIMITS_FACTOR": "1000",
        },
    )
    url = f"http://127.0.0.1:{port}"
    wait_until_healthy(url, process)
    yield url, process, figures
    stop(process)


def wait_until_healthy(url: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{url}/health", trust_env=False)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the gateway did not start")


def stop(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        process.wait(30)


def agent_of(url: str, home: Path, rasa: StandInRasa) -> dict[str, str]:
    """Who has signed in, and the conversation that was handed over to them, for the hooks."""
    database = engine(f"sqlite:///{home / 'primera.db'}")
    AccountStore(database).add(
        CREDENTIALS["email"],
        name="Lucía",
        role="owner",
        teams=(),
        password=CREDENTIALS["password"],
        now=utc_now(),
    )
    database.dispose()
    rasa.say = handing_over
    with httpx.Client(base_url=f"{url}/v1", trust_env=False, timeout=20) as http:
        opened = http.post("/conversations", json={}).json()
        case = opened["conversation_id"]
        answered = http.post(
            f"/conversations/{case}/messages",
            json={"client_message_id": "one", "text": "a person, please"},
            headers={"Authorization": f"Bearer {opened['token']}", "Prefer": "wait=9"},
        )
        assert answered.status_code == 200, answered.text
        signed_in = http.post("/agent/session", json=CREDENTIALS).json()
    rasa.say = echo
    return {"FUZZED_CASE": case, "FUZZED_AGENT": signed_in["token"]}


def handing_over(request: dict[str, Any]) -> Said:
    handing = reply("I've told the team.", kind="handoff")
    wish = {"reason": "asked_for_person", "team": "care"}
    return said(request, {**handing, "turn": {**TURN, "handoff": wish}})


def schemathesis(
    url: str, folder: Path, *, examples: int, agent: dict[str, str], mode: str, seed: int
) -> subprocess.CompletedProcess[str]:
    configuration = folder / "schemathesis.toml"
    configuration.write_text(CONFIGURATION, encoding="utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration)),
        *("run", f"{url}/openapi.json", "--seed", str(seed), "--max-examples", str(examples)),
        *("--phases", "examples,coverage,fuzzing,stateful", "--mode", mode),
        *("--checks", CHECKS, "--max-response-time", str(SLOWEST_SECONDS)),
        *(part for name in LEFT_OUT for part in ("--exclude-operation-id", name)),
        "--continue-on-failure",
        *("--generation-database", "none", "--no-color", "--warnings", "off"),
        *("--report-json-path", str(folder / "report.json")),
    ]
    hooks = {
        "SCHEMATHESIS_HOOKS": "tests.bot.gateway.fuzzing.hooks",
        "TICKET_TOKENS": str(folder / TOKENS),
    }
    return subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, **hooks, **agent},
        capture_output=True,
        text=True,
        check=False,
    )


def test_whatever_is_sent_is_served_or_refused_soon_and_in_form(
    counted, proof_share, tmp_path, rasa
):
    url, process, file = counted
    whole = proof_share == 1
    with httpx.Client(base_url=url, trust_env=False) as http:
        for _ in range(WARM_UP):
            http.post("/v1/conversations", json={})
    agent = agent_of(url, tmp_path, rasa)
    before = psutil.Process(process.pid).memory_info().rss
    examples = MANY if whole else FEW
    # Half of the first run is wrong on purpose and much of it is refused at the door; the second
    # says only what the document allows, and so gets as far as it can.
    runs = [
        schemathesis(url, tmp_path, examples=examples, agent=agent, mode=mode, seed=seed)
        for seed, mode in enumerate(MODES, start=SEED)
    ]
    grown = psutil.Process(process.pid).memory_info().rss - before
    stop(process)
    figures = json.loads(file.read_text(encoding="utf-8"))
    requests = figures["requests"] - WARM_UP
    handled = figures["handled"] - WARM_UP
    found = {
        "requests": requests,
        "share_that_reached_a_handler": round(handled / requests, 3),
        "statuses": figures["statuses"],
        "server_errors": sum(n for code, n in figures["statuses"].items() if code >= "500"),
        "slowest_seconds": figures["slowest"],
        "memory_grown_mb": round(grown / 1024**2, 1),
        "runs_in_which_schemathesis_found_failures": sum(run.returncode != 0 for run in runs),
    }
    for run in runs:
        assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    assert requests >= (FEWEST_OF_THE_WHOLE if whole else FEWEST_REQUESTS), found
    assert found["server_errors"] == 0, found
    assert found["slowest_seconds"] < SLOWEST_SECONDS, found
    assert found["share_that_reached_a_handler"] >= SMALLEST_SHARE_HANDLED, found
    assert grown < MOST_GROWTH_BYTES, found
    if whole:
        Results("gateway").add("schemathesis", found)
