"""A real site on loopback, whose every answer the test decides."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = Callable[[BaseHTTPRequestHandler], None]


class Served:
    """The site's address, its pages, and what was asked of it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []

    def sitemap(self, path: str, *addresses: str, index: bool = False) -> None:
        kind, item = ("sitemapindex", "sitemap") if index else ("urlset", "url")
        whole = [each if "://" in each else self.base + each for each in addresses]
        items = "".join(f"<{item}><loc>{each}</loc></{item}>" for each in whole)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        text = f'<?xml version="1.0" encoding="UTF-8"?><{kind} xmlns="{space}">{items}</{kind}>'
        self.pages[path] = body(text, "application/xml")


def body(text: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200) -> Answer:
    content = text.encode() if isinstance(text, str) else text

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("content-type", kind)
        request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def moved(address: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("location", address)
        request.send_header("content-length", "0")
        request.end_headers()

    return answer


def dripping(request: BaseHTTPRequestHandler) -> None:
    """One letter at a time, for ever; each comes in time."""
    request.send_response(200)
    request.send_header("content-type", "text/html")
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


@contextmanager
def site() -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            served.asked.append(self.path)
            try:
                served.pages.get(self.path, body("no", status=404))(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_request(self, code="-", size="-"):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
