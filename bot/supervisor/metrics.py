"""All that is counted, at one private address: what every process tells, and how the processes are.

Each process counts for itself and answers on a loopback port of its own. The supervisor, which
outlives them, asks all of them, so that one that does not answer takes nothing of the others away.
"""

from __future__ import annotations

import re
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.supervisor import memory

PATH = "/metrics"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
ASK_SECONDS = 3.0
POLL_SECONDS = 0.5
FAMILY = re.compile(r"^# HELP (\S+) ", re.M)

# Name, type, what it says, and its value in a child's state.
OF_CHILDREN: tuple[tuple[str, str, str, Callable[[Mapping[str, Any]], float | None]], ...] = (
    (
        "primera_process_up",
        "gauge",
        "Whether a process runs and answers.",
        lambda state: float(state["state"] == "ready"),
    ),
    (
        "primera_process_restarts_total",
        "counter",
        "How often a process was started again after it had ended.",
        lambda state: float(state["restarts"]),
    ),
    (
        "primera_process_resident_bytes",
        "gauge",
        "Memory that a process holds.",
        lambda state: _resident_bytes(state),
    ),
)

States = Mapping[str, Mapping[str, Any]]


class MetricsPage:
    """Answers `/metrics` on a socket of loopback; `states` are the children's, as in run.json."""

    def __init__(self, listener: socket.socket, states: Callable[[], States]) -> None:
        self._server = _Server(listener, states)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), daemon=True
        )

    def start(self) -> None:
        """Answers from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Answers no more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, listener: socket.socket, states: Callable[[], States]) -> None:
        super().__init__(listener.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.states = states

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked went away."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "Primera"
    sys_version = ""
    timeout = 10  # seconds

    def do_GET(self) -> None:
        if not is_local(self.headers.get("Host", "")):
            # A page in somebody's browser whose name leads here.
            self.send_error(403)
        elif self.path != PATH:
            self.send_error(404)
        else:
            self._answer(exposition(self.server.states()).encode())

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """The terminal is for the steps."""


def is_local(host: str) -> bool:
    """Whether a Host header names this machine."""
    return host.rpartition(":")[0] in ("127.0.0.1", "localhost", "[::1]")


def exposition(states: States) -> str:
    """Everything, in Prometheus's text format."""
    urls = [url for url in (state.get("metrics") for state in states.values()) if url]
    with ThreadPoolExecutor(max(1, len(urls))) as at_once:
        told = list(at_once.map(text_of, urls))
    return merged([*_of_children(states), *told])


def merged(texts: Iterable[str]) -> str:
    """One exposition of several: a family that more than one tells of stands once."""
    families: dict[str, list[str]] = {}
    for text in texts:
        starts = [found.start() for found in FAMILY.finditer(text)] + [len(text)]
        for start, end in zip(starts, starts[1:]):
            lines = text[start:end].splitlines()
            kept = families.setdefault(lines[0].split()[2], lines[:2])
            kept += lines[2:]
    return "".join(f"{line}\n" for lines in families.values() for line in lines)


def _of_children(states: States) -> Iterable[str]:
    for name, kind, text, value_of in OF_CHILDREN:
        samples = [(child, value_of(state)) for child, state in states.items()]
        lines = [
            f'{name}{{process="{child}"}} {value:g}'
            for child, value in samples
            if value is not None
        ]
        yield "\n".join([f"# HELP {name} {text}", f"# TYPE {name} {kind}", *lines])


def _resident_bytes(state: Mapping[str, Any]) -> float | None:
    return float(memory.resident_mb(state["pid"]) * memory.MB) if state["pid"] else None


def text_of(url: str) -> str:
    """What a process tells; nothing while it is starting, or gone."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=ASK_SECONDS) as answer:
            text: str = answer.read().decode("utf-8")
            return text
    except (OSError, ValueError):  # `primera_process_up` says so
        return ""
