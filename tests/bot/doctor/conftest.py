"""A workspace that seems to run: a real supervisor's lock and file, and real small processes."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from actions.database import migrate
from actions.workspace import Workspace
from bot.doctor import examine
from bot.supervisor import run_file
from tests.running import free_port

ANSWERS = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_):
        pass
http.server.HTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
"""


class Pretended:
    """What `primera run` would have written, of processes that are there."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.started: list[subprocess.Popen[bytes]] = []
        self.children: dict[str, dict[str, object]] = {}
        self._file = run_file.RunFile(workspace.home)
        self.write()

    def starts(self, name: str, host: str = "127.0.0.1") -> subprocess.Popen[bytes]:
        port = free_port()
        process = subprocess.Popen([sys.executable, "-c", ANSWERS, host, str(port)])
        self.started.append(process)
        self.children[name] = {
            "pid": process.pid,
            "state": "ready",
            "restarts": 0,
            "health": f"http://127.0.0.1:{port}/",
            "log": str(self.workspace.home / "logs" / f"{name}.log"),
        }
        self.write()
        return process

    def write(self) -> None:
        url = "http://127.0.0.1:1"
        self._file.write({"url": url, "metrics": f"{url}/metrics", "children": self.children})

    def close(self) -> None:
        self._file.close()
        for process in self.started:
            process.kill()
            process.wait()

    def findings(self) -> dict[str, object]:
        """Name → finding, of those that are not well."""
        found = examine(self.workspace)
        return {each.name.strip(): each.sentence for each in found if each.well is False}

    def until_well(self, name: str) -> None:
        until = time.monotonic() + 20
        while name in self.findings():
            assert time.monotonic() < until


@pytest.fixture
def company(tmp_path) -> Workspace:
    loaded = Workspace.load(environment={"PRIMERA_HOME": str(tmp_path)})
    migrate(loaded.database_url)
    return loaded


@pytest.fixture
def pretended(company) -> Iterator[Pretended]:
    seeming = Pretended(company)
    yield seeming
    seeming.close()
