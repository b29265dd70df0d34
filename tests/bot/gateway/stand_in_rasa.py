"""A real HTTP server in Rasa's place, which answers as it is told.

`python -m tests.bot.gateway.stand_in_rasa PORT` is one in a process of its own, which echoes.
"""

import json
import signal
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Said = list[dict[str, Any]]

TURN = {
    "act": "ask",
    "act_confidence": 0.9,
    "topic": "returns",
    "topic_confidence": 0.8,
    "out_of_scope": 0.1,
    "language": "en",
    "decision": "answer",
}


def reply(text: str, **message: Any) -> dict[str, Any]:
    """What one of our actions sends."""
    return {"message": {"text": text, **message}, "turn": TURN}


def said(request: dict[str, Any], *replies: dict[str, Any]) -> Said:
    return [{"recipient_id": request["sender"], "custom": one} for one in replies]


def echo(request: dict[str, Any]) -> Said:
    return said(request, reply(f"You wrote: {request['message']}"))


class StandInRasa:
    """`mode` says how it fails; `say` is what it says when it does not."""

    def __init__(self) -> None:
        self.mode = "answer"
        self.say: Callable[[dict[str, Any]], Said] = echo
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.asked_once = threading.Event()
        self.released = threading.Event()
        self._port = 0
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def messages(self) -> list[str]:
        return [request["message"] for request in self.asked]

    def start(self, port: int | None = None) -> None:
        self._server = _Server(("127.0.0.1", port or self._port), _handler(self))
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """From now on connections are refused."""
        self.released.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128  # conversations that write at the same moment

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the gateway hanging up is part of the play


def _handler(rasa: StandInRasa) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, b"", 0)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            request = json.loads(self.rfile.read(length))
            rasa.asked.append(request)
            rasa.paths.append(self.path)
            rasa.asked_once.set()
            if rasa.mode == "slow":
                rasa.released.wait(20)
            self._answer(*_answer(rasa, request))

        def _answer(self, status: int, body: bytes, promised: int) -> None:
            self.send_response(status)
            if status == HTTPStatus.FOUND:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(promised))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def _answer(rasa: StandInRasa, request: dict[str, Any]) -> tuple[int, bytes, int]:
    whole = json.dumps(rasa.say(request)).encode()
    match rasa.mode:
        case "500":
            return 500, b"{}", 2
        case "elsewhere":
            return HTTPStatus.FOUND, b"", 0
        case "empty":
            return 200, b"[]", 2
        case "half":
            return 200, whole[: len(whole) // 2], len(whole)
        case "garbage":
            return 200, b"<html>", 6
        case "not a reply":
            body = json.dumps([{"recipient_id": request["sender"], "text": "hello"}]).encode()
            return 200, body, len(body)
        case "stranger":
            body = json.dumps(said({"sender": "cnv_other"}, reply("psst"))).encode()
            return 200, body, len(body)
        case _:
            return 200, whole, len(whole)


if __name__ == "__main__":
    # Blocked before any thread is there, or one of them would be ended by it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    alone = StandInRasa()
    alone.start(int(sys.argv[1]))
    signal.sigwait({signal.SIGTERM})
    alone.stop()
