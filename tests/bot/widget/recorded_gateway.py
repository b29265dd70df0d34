"""A small HTTP server that serves the widget's files and answers with recorded gateway replies."""

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

WIDGET = Path(__file__).parents[3] / "bot" / "widget"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; frame-ancestors 'self'; form-action 'none'"
)
STATIC = {
    "/": ("demo/index.html", "text/html"),
    "/widget/support-chat.js": ("built/support-chat.js", "text/javascript"),
    "/widget/demo/demo.css": ("demo/demo.css", "text/css"),
    **{
        f"/widget/demo/{script}": (f"demo/{script}", "text/javascript")
        for script in ("demo.js", "desk-panel.js", "element.js", "texts.js")
    },
}
# A site without a policy of its own: nothing but the widget keeps markup from running there.
BARE_PAGE = b"""<!doctype html><html lang="en"><head><title>A shop</title>
<script type="module" src="/widget/support-chat.js"></script></head>
<body><main><h1>A shop</h1></main>
<support-chat site="demo" locale="en"></support-chat></body></html>"""
PING_SECONDS = 0.5  # shorter than the real one, so that a closing server is not waited for

Json = dict[str, Any]


@dataclass
class Conversation:
    """The messages of one conversation, and the wish to hear of the next."""

    messages: list[Json] = field(default_factory=list)
    receipts: dict[str, Json] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def say(self, message: Json) -> Json:
        """Append a message, give it its number and its buttons their ids."""
        with self.changed:
            seq = len(self.messages) + 1
            buttons = [
                {"button_id": f"btn_{seq}_{place}", "title": button["title"]}
                for place, button in enumerate(message.get("buttons", []))
            ]
            stored = {"sender": "bot", "kind": "text", "text": ""} | message
            stored |= {"seq": seq, "message_id": f"msg_{seq}", "buttons": buttons}
            stored.setdefault("created_at", datetime.now(UTC).isoformat())
            self.messages.append(stored)
            self.changed.notify_all()
            return stored

    def title_of(self, button_id: str) -> str:
        """The words on a button."""
        buttons = [button for message in self.messages for button in message["buttons"]]
        return next(each["title"] for each in buttons if each["button_id"] == button_id)


class RecordedGateway:
    """The server, what it was asked, and the faults a test wants from it."""

    def __init__(self, replies: dict[str, list[Json]]) -> None:
        self.replies = replies
        self.conversations: dict[str, Conversation] = {}
        self.deliveries: list[Json] = []
        self.requests: list[str] = []
        self.locales: list[str] = []
        self.config: Json = {}
        self.refused_sends = 0
        self.expired = False
        self.closing = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._exchange_class())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "RecordedGateway":
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    @property
    def conversation(self) -> Conversation:
        """The one that was started last."""
        return list(self.conversations.values())[-1]

    def _exchange_class(self) -> type["Exchange"]:
        return type("BoundExchange", (Exchange,), {"gateway": self})


class Exchange(BaseHTTPRequestHandler):
    """One request and its response."""

    gateway: RecordedGateway
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Files, the page's settings, history, events, deliveries."""
        url = urlsplit(self.path)
        self.gateway.requests.append(f"GET {url.path}")
        if url.path in STATIC:
            self._file(*STATIC[url.path])
        elif url.path == "/bare":
            self._respond(200, BARE_PAGE, "text/html; charset=utf-8", policy=None)
        elif url.path == "/demo/config.json":
            self._json(200, self.gateway.config)
        elif conversation := self._conversation(url.path):
            self._of_conversation(conversation, url.path.rsplit("/", 1)[1], url.query)

    def do_POST(self) -> None:
        """Start a conversation, renew a token, take a message."""
        path = urlsplit(self.path).path
        self.gateway.requests.append(f"POST {path}")
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
        if path == "/v1/conversations":
            self._start(body)
        elif path.endswith("/token"):
            self._renew(path)
        elif conversation := self._conversation(path):
            self._take(conversation, body)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def _of_conversation(self, conversation: Conversation, what: str, query: str) -> None:
        after = int(parse_qs(query).get("after", ["0"])[0])
        if what == "events":
            self._events(conversation)
        elif what == "deliveries":
            self._json(200, {"deliveries": self.gateway.deliveries})
        else:
            self._json(200, {"messages": conversation.messages[after:]})

    def _start(self, body: Json) -> None:
        conversation_id = f"cnv_{len(self.gateway.conversations) + 1}"
        self.gateway.conversations[conversation_id] = Conversation()
        answer = {"conversation_id": conversation_id, "token": "fresh", "locale": body["locale"]}
        self._json(201, answer)

    def _renew(self, path: str) -> None:
        known = path.split("/")[3] in self.gateway.conversations
        self.gateway.expired = False
        self._json(200, {"token": "fresh"}) if known else self._problem(404, "Not here.")

    def _conversation(self, path: str) -> Conversation | None:
        conversation = self.gateway.conversations.get(path.split("/")[3])
        if conversation is None:
            self._problem(404, "There is no such conversation.")
        elif self.gateway.expired:
            self._problem(401, "The token has expired.")
        else:
            return conversation
        return None

    def _take(self, conversation: Conversation, body: Json) -> None:
        if self.gateway.refused_sends:
            self.gateway.refused_sends -= 1
            return self._problem(503, "")
        if receipt := conversation.receipts.get(body["client_message_id"]):
            return self._json(202, receipt)
        self.gateway.locales.append(body["locale"])
        text = body.get("text") or conversation.title_of(body["button_id"])
        stored = conversation.say({"sender": "contact", "text": text})
        receipt = {"message_id": stored["message_id"], "seq": stored["seq"]}
        conversation.receipts[body["client_message_id"]] = receipt
        self._json(202, receipt)
        for reply in self.gateway.replies.get(text, []):
            conversation.say(reply)
        return None

    def _events(self, conversation: Conversation) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        sent = int(self.headers.get("Last-Event-ID") or 0)
        try:
            while not self.gateway.closing.is_set():
                with conversation.changed:
                    if len(conversation.messages) == sent:
                        conversation.changed.wait(PING_SECONDS)
                    news = conversation.messages[sent:]
                sent += len(news)
                self.wfile.write(b"".join(map(event, news)) or b": ping\n\n")
                self.wfile.flush()
        except OSError:
            pass  # the page went away
        self.close_connection = True

    def _file(self, path: str, media_type: str) -> None:
        body = (WIDGET / path).read_bytes()
        self._respond(200, body, f"{media_type}; charset=utf-8")

    def _json(self, status: int, value: Json) -> None:
        self._respond(status, json.dumps(value).encode(), "application/json")

    def _problem(self, status: int, detail: str) -> None:
        problem = {"status": status, "title": "No.", "detail": detail or "Try later."}
        self._respond(status, json.dumps(problem).encode(), "application/problem+json")

    def _respond(
        self,
        status: int,
        body: bytes,
        media_type: str,
        *,
        policy: str | None = CONTENT_SECURITY_POLICY,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)


def event(message: Json) -> bytes:
    """A message as the event stream carries it."""
    return f"event: message\nid: {message['seq']}\ndata: {json.dumps(message)}\n\n".encode()


def recorded_replies() -> dict[str, list[Json]]:
    """The recording that lies beside this file."""
    path = Path(__file__).with_name("recorded_replies.yml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))
