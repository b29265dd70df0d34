"""A small HTTP server that serves the widget's files and answers with recorded gateway replies."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
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
BARE_PAGE = """<!doctype html><html lang="en"><head><title>A shop</title>
<script type="module" src="/widget/support-chat.js"></script></head>
<body><main><h1>A shop</h1></main>
<support-chat site="demo" locale="en">{children}</support-chat></body></html>"""
PING_SECONDS = 0.5  # shorter than the real one, so that a closing server is not waited for
WITHIN_SECONDS = 10

Json = dict[str, Any]


@dataclass
class Conversation:
    """The messages of one conversation, and the wish to hear of the next."""

    messages: list[Json] = field(default_factory=list)
    hints: list[tuple[str, Json]] = field(default_factory=list)
    receipts: dict[str, Json] = field(default_factory=dict)
    cards: dict[str, Json] = field(default_factory=dict)  # of the files, by their id
    changed: threading.Condition = field(default_factory=threading.Condition)
    listening: int = 0  # streams that are open

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

    def hint(self, name: str, data: Json) -> None:
        """Tell whoever listens, once somebody does, and keep nothing."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.listening, WITHIN_SECONDS), "nobody listens"
            self.hints.append((name, data))
            self.changed.notify_all()

    @contextmanager
    def listened_to(self) -> Iterator[int]:
        """While a stream is open: how many hints there were before."""
        with self.changed:
            self.listening += 1
            before = len(self.hints)
            self.changed.notify_all()
        try:
            yield before
        finally:
            with self.changed:
                self.listening -= 1

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
        self.children = ""  # what the bare page has inside of the element
        self.refused_sends = 0
        self.farewells = 0  # streams that end with `bye`
        self.visitors: list[str | None] = []  # whom the site said it is, in order; None: nobody
        self.believes_visitors = True
        self.expired = False
        self.files: dict[str, bytes] = {}
        self.refused_files: dict[str, tuple[int, str]] = {}  # by name: the status, and why
        self.takes_files = threading.Event()  # until then a file stops half way
        self.takes_files.set()
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
        self.takes_files.set()
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
            page = BARE_PAGE.format(children=self.gateway.children).encode()
            self._respond(200, page, "text/html; charset=utf-8", policy=None)
        elif url.path == "/demo/config.json":
            self._json(200, self.gateway.config)
        elif url.path.startswith("/v1/attachments/"):
            self._hand_out(url.path.rsplit("/", 1)[1])
        elif conversation := self._conversation(url.path):
            self._of_conversation(conversation, url.path.rsplit("/", 1)[1], url.query)

    def do_POST(self) -> None:
        """Start a conversation, renew a token, take a message."""
        path = urlsplit(self.path).path
        self.gateway.requests.append(f"POST {path}")
        if path.endswith("/attachments"):
            return self._keep_file(path)
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
        if path == "/v1/conversations":
            self._start(body)
        elif path.endswith("/token"):
            self._renew(path)
        elif conversation := self._conversation(path):
            self._take(conversation, body)
        return None

    def do_PUT(self) -> None:
        """Say who the visitor is."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._conversation(urlsplit(self.path).path) and self._introduce(body["visitor_jwt"]):
            self._respond(204, b"", "text/plain")

    def do_DELETE(self) -> None:
        """Say that they have signed out, or delete the conversation."""
        path = urlsplit(self.path).path
        self.gateway.requests.append(f"DELETE {path}")
        if not self._conversation(path):
            return
        if path.endswith("/visitor"):
            self.gateway.visitors.append(None)
        else:
            del self.gateway.conversations[path.rsplit("/", 1)[1]]
        self._respond(204, b"", "text/plain")

    def _introduce(self, token: str | None) -> bool:
        if token and not self.gateway.believes_visitors:
            self._json(422, {"title": "Not believed", "status": 422})
            return False
        if token:
            self.gateway.visitors.append(token)
        return True

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def _of_conversation(self, conversation: Conversation, what: str, query: str) -> None:
        after = int(parse_qs(query).get("after", ["0"])[0])
        if what == "events":
            self._events(conversation)
        elif what == "transcript":
            said = "".join(f"{each['text']}\n" for each in conversation.messages)
            self._respond(200, said.encode(), "text/plain; charset=utf-8")
        elif what == "deliveries":
            self._json(200, {"deliveries": self.gateway.deliveries})
        else:
            self._json(200, {"messages": conversation.messages[after:]})

    def _start(self, body: Json) -> None:
        if not self._introduce(body.get("visitor_jwt")):
            return
        conversation_id = f"cnv_{len(self.gateway.conversations) + 1}"
        self.gateway.conversations[conversation_id] = Conversation()
        answer = {"conversation_id": conversation_id, "token": "fresh", "locale": body["locale"]}
        self._json(201, answer)

    def _renew(self, path: str) -> None:
        known = path.split("/")[3] in self.gateway.conversations
        self.gateway.expired = False
        self._json(200, {"token": "fresh"}) if known else self._problem(404, "Not here.")

    def _conversation(self, path: str) -> Conversation | None:
        named = path.split("/")[3:4]  # a browser asks for a favicon, too
        conversation = self.gateway.conversations.get(*named) if named else None
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
        text = body.get("text", "")
        if "button_id" in body:
            text = conversation.title_of(body["button_id"])
        said: Json = {"sender": "contact", "text": text}
        if "attachments" in body:
            said["attachments"] = [conversation.cards[each] for each in body["attachments"]]
        stored = conversation.say(said)
        receipt = {"message_id": stored["message_id"], "seq": stored["seq"]}
        conversation.receipts[body["client_message_id"]] = receipt
        self._json(202, receipt)
        for reply in self.gateway.replies.get(text, []):
            conversation.say(reply)
        return None

    def _keep_file(self, path: str) -> None:
        length = int(self.headers["Content-Length"])
        content = self.rfile.read(min(length // 2, 65_536))
        self.gateway.takes_files.wait()
        content += self.rfile.read(length - len(content))
        form = message_from_bytes(
            f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode() + content
        )
        (part,) = form.get_payload()  # type: ignore[misc]
        name, held = part.get_filename(), part.get_payload(decode=True)
        if name in self.gateway.refused_files:
            return self._problem(*self.gateway.refused_files[name])
        if conversation := self._conversation(path):
            attachment_id = f"att_{len(self.gateway.files) + 1}"
            self.gateway.files[attachment_id] = held
            card = {"attachment_id": attachment_id, "name": name, "type": "text/plain"}
            conversation.cards[attachment_id] = card | {"size": len(held)}
            self._json(201, conversation.cards[attachment_id])
        return None

    def _hand_out(self, attachment_id: str) -> None:
        content = self.gateway.files.get(attachment_id)
        if self.headers.get("Authorization") != "Bearer fresh":
            self._problem(401, "No token.")
        elif content is None:
            self._problem(404, "There is no such file.")
        else:
            self._respond(200, content, "text/plain")

    def _events(self, conversation: Conversation) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        sent = int(self.headers.get("Last-Event-ID") or 0)
        if self.gateway.farewells:
            self.gateway.farewells -= 1
            self.wfile.write(b'event: bye\ndata: {"retry_ms": 50}\n\n')
            self.close_connection = True
            return
        with conversation.listened_to() as hinted, suppress(OSError):  # until the page goes away
            self._tell(conversation, sent, hinted)
        self.close_connection = True

    def _tell(self, conversation: Conversation, sent: int, hinted: int) -> None:
        while not self.gateway.closing.is_set():
            with conversation.changed:
                if (len(conversation.messages), len(conversation.hints)) == (sent, hinted):
                    conversation.changed.wait(PING_SECONDS)
                news, hints = conversation.messages[sent:], conversation.hints[hinted:]
            sent, hinted = sent + len(news), hinted + len(hints)
            told = b"".join([*map(event, news), *map(hint, hints)])
            self.wfile.write(told or b": ping\n\n")
            self.wfile.flush()

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


def hint(told: tuple[str, Json]) -> bytes:
    """A hint as the event stream carries it."""
    return f"event: {told[0]}\ndata: {json.dumps(told[1])}\n\n".encode()


def recorded_replies() -> dict[str, list[Json]]:
    """The recording that lies beside this file."""
    path = Path(__file__).with_name("recorded_replies.yml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))
