"""A help desk for tests: a real web server on a free port that answers as it is told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    url: str
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def webhook_ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.received]


def answers(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def never_ends(released: threading.Event) -> Answer:
    """Begins an answer and drips on until released."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-length", "1000000")
        request.end_headers()
        try:
            while not released.wait(0.02):
                request.wfile.write(b".")
        except OSError:
            return

    return answer


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128  # the default of 5 resets connections when workers come at once


@contextmanager
def receiver(answer: Answer, port: int = 0) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            listening.received.append((headers, body))
            answer(self)

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", port), Handler)
    listening = Receiver(f"http://127.0.0.1:{server.server_port}/webhook")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield listening
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
