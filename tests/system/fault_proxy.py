"""A real HTTP server between Rasa and the action server, which passes on, or breaks, every call."""

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SLOW_SECONDS = 20.0
# Of an action server that answers, but not as one does.
STRANGE = {
    "500": (500, b'{"error": "no"}'),
    "empty list": (200, b"[]"),
    "nothing said": (200, b'{"events": [], "responses": []}'),
    "garbage": (200, b"<html>"),
}
# `half` cuts the answer off, `lost` keeps all of it: the action has run.
MODES = ("refuse", "slow", *STRANGE, "half", "lost")


class FaultProxy:
    """`mode` says how it fails; `target` is the port of the real action server.

    `only`: the one action whose calls are broken; the others pass. None: all are.
    """

    def __init__(self) -> None:
        self.mode = "pass on"
        self.only: str | None = None
        self.target = 0
        self.broken = 0  # calls that it broke
        self.released = threading.Event()
        self._port = 0
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/webhook"

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self._port), _handler(self))
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """From now on connections are refused."""
        self.released.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def fail(self, mode: str, only: str | None = None) -> None:
        self.broken = 0
        self.only = only
        self.released.clear()
        if mode == "refuse":
            self.stop()
        self.mode = mode

    def mode_for(self, call: bytes) -> str:
        if self.only is None or json.loads(call)["next_action"] == self.only:
            return self.mode
        return "pass on"

    def recover(self) -> None:
        self.mode = "pass on"
        self.released.set()
        if self._server is None:
            self.start()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # Rasa hanging up is part of the play


def _handler(proxy: FaultProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            mode = proxy.mode_for(body)
            proxy.broken += mode != "pass on"
            if mode in STRANGE:
                status, strange = STRANGE[mode]
                self._answer(status, strange, len(strange))
                return
            if mode == "slow":
                proxy.released.wait(SLOW_SECONDS)
            status, answer = self._passed_on(body)
            if mode == "half":
                self._answer(status, answer[: len(answer) // 2], len(answer))
            elif mode != "lost":
                self._answer(status, answer, len(answer))

        def _passed_on(self, body: bytes) -> tuple[int, bytes]:
            there = http.client.HTTPConnection("127.0.0.1", proxy.target, timeout=30)
            try:
                kind = {"Content-Type": self.headers["Content-Type"]}
                there.request("POST", self.path, body, kind)
                answer = there.getresponse()
                return answer.status, answer.read()
            finally:
                there.close()

        def _answer(self, status: int, body: bytes, promised: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(promised))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
