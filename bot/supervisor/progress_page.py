"""The page that stands on the gateway's port until the gateway does."""

from __future__ import annotations

import html
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Any

from bot.supervisor.steps import Steps

FILES = Path(__file__).resolve().parent / "page"
STATIC = {
    "/setup/page.css": ("page.css", "text/css; charset=utf-8"),
    "/setup/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
LANGUAGES = ("en", "es")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# How often the server looks whether it should end: the gateway waits that long.
POLL_SECONDS = 0.05


class ProgressPage:
    """Serves the steps on a socket that is already open."""

    def __init__(self, listener: socket.socket, steps: Steps) -> None:
        self._server = _Server(listener, steps)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), daemon=True
        )

    def start(self) -> None:
        """Answers from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Answers no more and frees the port; may be called again."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    @property
    def was_seen(self) -> bool:
        """Whether somebody has looked."""
        return self._server.seen


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, listener: socket.socket, steps: Steps) -> None:
        super().__init__(listener.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.steps = steps
        self.seen = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "Primera"
    sys_version = ""
    timeout = 10  # seconds: a silent connection must not hold its thread

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        language = preferred_language(self.headers.get("Accept-Language", ""))
        if path == "/setup/status.json":
            self.server.seen = True
            body = json.dumps(self.server.steps.snapshot(language)).encode()
            self._answer(200, "application/json", body)
        elif path in STATIC:
            name, kind = STATIC[path]
            self._answer(200, kind, (FILES / name).read_bytes())
        elif path == "/":
            self._answer(200, "text/html; charset=utf-8", page_in(language).encode())
        else:
            self._not_yet()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _not_yet(self) -> None:
        detail = {"title": "Primera is being set up", "status": 503}
        self._answer(503, "application/problem+json", json.dumps(detail).encode())

    do_POST = do_PUT = do_DELETE = do_OPTIONS = _not_yet

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), **HEADERS}
        if status == 503:
            headers["Retry-After"] = "5"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """The terminal is for the steps."""


def page_in(language: str) -> str:
    """The page with its texts in one of our languages."""
    texts = json.loads((FILES / "texts.json").read_text("utf-8"))[language]
    filled = {name: html.escape(text) for name, text in texts.items()}
    template = Template((FILES / "index.html").read_text("utf-8"))
    return template.substitute(filled, language=language)


def preferred_language(accepted: str) -> str:
    """The first of our languages in an Accept-Language header; English without one."""
    wishes = []
    for part in accepted.lower().split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            wishes.append((-float(quality or 1), name[:2]))
        except ValueError:
            continue
    return next((name for _, name in sorted(wishes, key=lambda w: w[0]) if name in LANGUAGES), "en")
