"""A proxy before a real help desk that loses answers, or says 500 after the help desk did it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Literal

import httpx

from tests.actions.tickets.receiver import Server

Fault = Literal["none", "lose_the_answer", "500_after", "500_before"]
KEPT_BACK = {"transfer-encoding", "connection", "content-length", "content-encoding"}


@dataclass
class FaultProxy:
    """`faults` are used up one by one by the requests that write."""

    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_fault(self, line: str) -> Fault:
        with self.lock:
            self.written.append(line)
            return self.faults.pop(0) if self.faults else "none"


@contextmanager
def fault_proxy(target: str) -> Iterator[FaultProxy]:
    proxy = FaultProxy()
    client = httpx.Client(base_url=target, trust_env=False, timeout=60)

    class Handler(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            writes = self.command in ("POST", "PATCH", "PUT")
            fault = proxy.next_fault(f"{self.command} {self.path}") if writes else "none"
            if fault == "500_before":
                self.say(500, b"", {})
                return
            headers = {k: v for k, v in self.headers.items() if k.lower() not in KEPT_BACK}
            headers["accept-encoding"] = "identity"
            answer = client.request(self.command, self.path, content=body, headers=headers)
            if fault == "lose_the_answer":
                self.close_connection = True
                return
            if fault == "500_after":
                self.say(500, b"", {})
                return
            self.say(answer.status_code, answer.content, dict(answer.headers))

        def say(self, status: int, content: bytes, headers: dict[str, str]) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                if name.lower() not in KEPT_BACK:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = pass_on

        def log_message(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        client.close()
