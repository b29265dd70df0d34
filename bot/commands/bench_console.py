"""`primera bench console`: how long the workbench's pages take when the database is full."""

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from actions.database import engine, migrate
from actions.tickets import Desk
from actions.workspace import REPOSITORY, Workspace
from bot.commands.bench_messages import write_figures
from bot.console.routes import ROUTES
from bot.load.filled_desk import EMAIL, PASSWORD, Size, fill
from bot.training.measured_on import commit, machine

BOUND_MS = 200.0
TIMES = 30
START_SECONDS = 60
CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')
# Asked as well: lists behind figures, the longest time, and a search.
MORE = (
    "/console/today?days=90",
    "/console/today/questions?days=90",
    "/console/today/unanswered?days=90",
    "/console/today/tickets?days=90",
    "/console/today/at_risk",
    "/console/today/satisfaction?days=90",
    "/console/today/anger?days=90",
    "/console/deliveries?state=dead",
    "/console/inbox?state=ended",
    "/console/privacy?q=name4000@example.com",
)
# Lists of which the first thing's own page is asked for, too.
FIRST_OF = ("articles", "company", "inbox", "people", "topics", "unanswered")


def pages(
    workspace: Workspace,
    json_file: Path,
    console: Console,
    *,
    size: Size,
    database_url: str | None = None,
) -> bool:
    """Whether every page is within the bound; `database_url`: an empty database to fill."""
    with tempfile.TemporaryDirectory() as folder, console.status("bench …") as status:
        home = Path(folder)
        url = database_url or f"sqlite:///{home / 'primera.db'}"
        talk = _filled(workspace, url, size)
        status.update("asking for pages")
        with _gateway(workspace, home, url) as address:
            times = _measured(address, talk)
    told = {
        path: {"p50_ms": _share(taken, 0.5), "p95_ms": _share(taken, 0.95)}
        for path, taken in times.items()
    }
    database = url.partition(":")[0].partition("+")[0]
    found = {
        "commit": commit(),
        "machine": machine(),
        "database": database,
        "messages": size.all_messages,
        "tickets": size.tickets,
        "pages": told,
    }
    write_figures(found, json_file)
    table = Table("Page", "p50 ms", "p95 ms")
    for path, figures in told.items():
        table.add_row(path, f"{figures['p50_ms']:.0f}", f"{figures['p95_ms']:.0f}")
    console.print(table)
    return all(figures["p95_ms"] <= BOUND_MS for figures in told.values())


def _filled(workspace: Workspace, url: str, size: Size) -> str:
    migrate(url)
    database = engine(url)
    try:
        return fill(database, Desk.load(workspace.desk_file), size=size, now=datetime.now(UTC))
    finally:
        database.dispose()


def _measured(address: str, talk: str) -> Mapping[str, list[float]]:
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as http:
        token = CSRF.search(http.get("/console/sign-in").text)
        sent = {"csrf": token[1] if token else "", "email": EMAIL, "password": PASSWORD}
        http.post("/console/sign-in", data=sent)
        times: dict[str, list[float]] = {}
        paths = [*_paths(talk), *(_first_of(http, name) for name in FIRST_OF)]
        # In turns, so that what else the machine does meets every page alike.
        for _ in range(TIMES):
            for path in paths:
                begun = time.perf_counter()
                answer = http.get(path)
                taken = (time.perf_counter() - begun) * 1000
                if answer.status_code >= 400:
                    raise RuntimeError(f"{path} answered {answer.status_code}")
                times.setdefault(path, []).append(taken)
    return times


def _paths(talk: str) -> list[str]:
    """Every page that needs no id, and some of those that do."""
    plain = [
        route.path
        for route in ROUTES
        if not route.changes and not route.is_file and "{" not in route.path and route.role
    ]
    return [*plain, *MORE, f"/console/conversations/{talk}"]


def _first_of(http: httpx.Client, name: str) -> str:
    """The page of the first thing that a list leads to."""
    listed = http.get(f"/console/{name}").raise_for_status()
    found = re.search(rf'href="(/console/{name}/(?!new")[^"?]+)"', listed.text)
    if found is None:
        raise RuntimeError(f"/console/{name} leads to nothing.")
    return found[1]


def _share(taken: list[float], share: float) -> float:
    return round(statistics.quantiles(taken, n=100, method="inclusive")[round(share * 100) - 1], 1)


@contextmanager
def _gateway(workspace: Workspace, home: Path, database_url: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told: dict[str, Any] = {
        **{name: value for name, value in os.environ.items() if "PRIMERA_" not in name},
        "PRIMERA_WORKSPACE": str(workspace.root),
        "PRIMERA_HOME": str(home),
        "PRIMERA_DATABASE_URL": database_url,
        "PRIMERA_GATEWAY_PORT": str(port),
        "PRIMERA_LIMITS_FACTOR": "10000",
    }
    command = [sys.executable, "-m", "bot.gateway"]
    process = subprocess.Popen(command, cwd=REPOSITORY, env=told, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(f"{address}/health", trust_env=False).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise RuntimeError("The gateway did not start. Try `python -m bot.gateway` by itself.")
