"""A company's site, and a proxy before the gateway, each with the faults they have."""

import gzip
import http.client
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass
class Site:
    """A page and its headers."""

    url: str = ""
    html: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200


@dataclass
class Proxy:
    """What it does to requests and answers; nothing, at first."""

    gateway: str
    url: str = ""
    # By method, an answer of its own in place of the gateway's.
    answers: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    added: list[tuple[str, str]] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    moved: Mapping[str, str] = field(default_factory=dict)  # paths that lead elsewhere
    buffers: bool = False
    compresses: bool = False
    cuts: bool = False
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def site_handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(site.status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in site.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(site.html.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing on the terminal."""

    return Page


class Pass(BaseHTTPRequestHandler):
    """One request on its way through the proxy."""

    proxy: Proxy

    def pass_on(self) -> None:
        self.proxy.asked.append(f"{self.command} {self.path}")
        if own := self.proxy.answers.get(self.command):
            self.answer(own[0], list(own[1].items()), b"")
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        gateway = urlsplit(self.proxy.gateway)
        connection = http.client.HTTPConnection(str(gateway.hostname), gateway.port)
        path = self.proxy.moved.get(self.path, self.path)
        connection.request(self.command, path, body, dict(self.headers))
        self.hand_on(connection.getresponse())
        connection.close()

    do_GET = do_POST = do_OPTIONS = do_DELETE = pass_on

    def hand_on(self, told: http.client.HTTPResponse) -> None:
        kept = [
            (name, value)
            for name, value in told.getheaders()
            if name.lower() not in HOP_BY_HOP | self.proxy.removed
        ]
        if not told.headers.get("Content-Type", "").startswith("text/event-stream"):
            self.answer(told.status, kept + self.proxy.added, told.read())
        elif self.proxy.cuts:
            self.answer(told.status, kept + self.proxy.added, b"")
        else:
            self.stream(told, kept + self.proxy.added)

    def stream(self, told: http.client.HTTPResponse, headers: list[tuple[str, str]]) -> None:
        squeeze: Callable[[bytes], bytes] = gzip.compress if self.proxy.compresses else bytes
        if self.proxy.compresses:
            headers = [*headers, ("Content-Encoding", "gzip")]
        held = b""
        if not self.proxy.buffers:
            self.head(told.status, headers)
        try:
            while piece := told.read1(4_096):
                held += piece
                if self.proxy.buffers and len(held) < 8_192:
                    continue
                self.wfile.write(squeeze(held))
                held = b""
        except OSError:
            pass  # nobody listens any more

    def head(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.head(status, headers)
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@contextmanager
def site() -> Iterator[Site]:
    """A company's site."""
    here = Site()
    with serving(site_handler(here)) as here.url:
        yield here


@contextmanager
def proxy_before(gateway: str) -> Iterator[Proxy]:
    """A proxy that passes everything on."""
    here = Proxy(gateway)
    with serving(type("BoundPass", (Pass,), {"proxy": here})) as here.url:
        yield here
