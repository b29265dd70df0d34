"""Plays conversation tests: the actions decide as they would, over a database of their own."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from sqlalchemy import select

from actions.conversations import Message, Reply
from actions.database import reading
from actions.texts import PLACEHOLDER, Text, Texts
from actions.tickets.tables import events, tickets
from actions.turns.heard import Heard, heard_in
from actions.turns.memory import Memory
from actions.turns.services import Services, utc_now
from actions.turns.whole_turn import whole_turn
from bot.training.dialogues import Dialogue, ExpectedReply, Turn
from bot.training.evaluation_parsing import Typed
from bot.training.evaluation_turns import Bot, Latest
from kb_index.hashing import short_hash

# (locale, text) → how the model reads it.
Readings = Mapping[tuple[str, str], Latest]
SHOWN = 90  # characters of a reply


@dataclass(frozen=True, slots=True)
class Failed:
    """Where a dialogue did not go as it is written; `turn` counts from 1, 0 is the ticket."""

    dialogue: str
    turn: int
    expected: str
    got: str


def typed_in(dialogues: Iterable[Dialogue]) -> list[Typed]:
    """Every message that is typed in them, once for each language of a page."""
    said = {
        (dialogue.locale, turn.says)
        for dialogue in dialogues
        for turn in dialogue.turns
        if turn.says is not None
    }
    return [Typed(short_hash(pair), *pair) for pair in sorted(said)]


def play(dialogue: Dialogue, bot: Bot, readings: Readings) -> Failed | None:
    """The first thing that went otherwise; None where all went as it is written."""
    contact = OfflineContact(bot, dialogue.locale, readings)
    for number, turn in enumerate(dialogue.turns, start=1):
        try:
            replies = contact.does(turn)
        except NoSuchButton as missing:
            return Failed(dialogue.name, number, f"a button {missing}", contact.offered())
        except LookupError as missing:
            return Failed(dialogue.name, number, "a rule for what is meant", str(missing))
        if wrong := _wrong(turn, replies, dialogue, _texts_of(bot.outside)):
            return Failed(dialogue.name, number, *wrong)
        if wrong := _wrongly_remembered(turn, contact.memory):
            return Failed(dialogue.name, number, *wrong)
    if wrong := _wrong_ticket(dialogue.ticket, contact.tickets()):
        return Failed(dialogue.name, 0, *wrong)
    return None


class NoSuchButton(Exception):
    """A title that no button has."""


@dataclass
class OfflineContact:
    """A contact who talks to the bot's actions; `decided` are the last replies with their records.

    `readings` must have what is said.
    """

    bot: Bot
    locale: str
    readings: Readings
    memory: Memory = field(default_factory=Memory)
    decided: Sequence[Reply] = ()
    heard: Heard | None = None
    _numbers: Iterator[int] = field(default_factory=count)
    _said: list[Message] = field(default_factory=list)
    _earlier: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        now = utc_now()
        opened = self.bot.outside.conversations.create(locale=self.locale, site="test", now=now)
        self._id = opened.id

    def does(self, turn: Turn) -> Sequence[Message]:
        """What comes back."""
        if turn.says is not None:
            return self._turn(turn.says, None, self.readings[self.locale, turn.says])
        among = self._said if turn.presses else self._earlier
        button_id = _button(among, turn.presses or turn.presses_earlier or "")
        return self._turn("", button_id, None)

    def _turn(self, text: str, button_id: str | None, reading: Latest | None) -> Sequence[Message]:
        conversations, number = self.bot.outside.conversations, str(next(self._numbers))
        received = conversations.receive(
            self._id, client_message_id=number, text=text, button_id=button_id, now=utc_now()
        )
        latest = dict(reading) if reading else pressed(received.payload or "")
        message = received.message
        latest["metadata"] = {
            "message_id": message.message_id,
            "text": message.text,
            "locale": self.locale,
        }
        replies = self._replies(latest)
        kept = conversations.reply(
            self._id, in_reply_to=[str(message.message_id)], replies=replies, now=utc_now()
        )
        self._earlier += self._said
        self._said = list(kept)
        return self._said

    def _replies(self, latest: Latest) -> Sequence[Reply]:
        self.heard = heard_in(self._id, latest)
        step = whole_turn(
            self.heard,
            self.memory,
            self.bot.outside.held_still(None),
            in_form=self.memory.requested_slot is not None,
            rules=self.bot.by_act,
        )
        self.memory, self.decided = step.memory, step.replies
        return step.replies

    def offered(self) -> str:
        """The titles of the buttons there are."""
        return ", ".join(b.title for each in self._said for b in each.buttons or ()) or "no button"

    def tickets(self) -> list[dict[str, Any]]:
        """What help desks are sent of the tickets that were opened."""
        opened = (
            select(events.c.body)
            .join(tickets, tickets.c.id == events.c.ticket_id)
            .where(tickets.c.conversation_id == self._id, events.c.act == "open")
            .order_by(events.c.sequence)
        )
        with reading(self.bot.database) as connection:
            bodies = connection.execute(opened).scalars().all()
        return [json.loads(body)["data"]["ticket"] for body in bodies]


def pressed(payload: str) -> dict[str, Any]:
    """How Rasa passes on a button: an intent and its entities."""
    name, brace, entities = payload.removeprefix("/").partition("{")
    found = json.loads(brace + entities) if brace else {}
    return {
        "text": payload,
        "intent": {"name": name, "confidence": 1.0},
        "entities": [{"entity": kind, "value": value} for kind, value in found.items()],
    }


def _button(messages: Sequence[Message], title: str) -> str:
    found = [b.button_id for each in messages for b in each.buttons or () if b.title == title]
    if not found or found[-1] is None:
        raise NoSuchButton(title)
    return found[-1]


def _wrong(
    turn: Turn, replies: Sequence[Message], dialogue: Dialogue, texts: Texts
) -> tuple[str, str] | None:
    if turn.replies is None:
        return None
    got = "; ".join(map(_in_short, replies)) or "nothing"
    if len(replies) != len(turn.replies):
        return "; ".join(map(_described, turn.replies)) or "nothing", got
    for reply, expected in zip(replies, turn.replies, strict=True):
        if not _fits(reply, expected, dialogue.locale, texts):
            return _described(expected), _in_short(reply)
    return None


def _fits(reply: Message, expected: ExpectedReply, locale: str, texts: Texts) -> bool:
    article = reply.article.id if reply.article else None
    titles = [button.title for button in reply.buttons or ()]
    ticket = reply.ticket.model_dump() if reply.ticket else {}
    return (
        expected.kind in (None, reply.kind)
        and expected.article in (None, article)
        and (expected.suggests is None or expected.suggests in titles)
        and (expected.has is None or expected.has in reply.text)
        and all(ticket.get(name) for name in expected.tells)
        and (
            expected.response is None
            or _is_response(reply.text, expected.response, expected.language or locale, texts)
        )
    )


def _texts_of(outside: Services) -> Texts:
    """The fixed texts, and what the company wrote for its fields: `utter_form_product`."""
    asked = {
        f"utter_{asking}_{name}": {each: Text(words) for each, words in spoken.items()}
        for name, own in outside.fields.fields.items()
        for asking, spoken in (("form", own.question), ("wrong", own.wrong or {}))
    }
    return replace(outside.texts, responses={**asked, **outside.texts.responses})


def _is_response(text: str, name: str, language: str, texts: Texts) -> bool:
    spoken = texts.responses.get(name, {}).get(language)
    return spoken is not None and pattern_of(spoken.template).fullmatch(text) is not None


def pattern_of(template: str) -> re.Pattern[str]:
    """What a response reads like, whatever its slots are filled with."""
    parts = PLACEHOLDER.split(template)[::2]
    return re.compile(".+".join(map(re.escape, parts)), re.DOTALL)


def _wrongly_remembered(turn: Turn, memory: Memory) -> tuple[str, str] | None:
    for name, value in turn.slots.items():
        got = getattr(memory, name, None)
        if got != value:
            return f"{name}: {value}", f"{name}: {got}"
    return None


def _wrong_ticket(
    expected: Mapping[str, Any] | None, opened: Sequence[Mapping[str, Any]]
) -> tuple[str, str] | None:
    wanted = 0 if expected is None else 1
    if len(opened) != wanted:
        return f"{wanted} tickets", f"{len(opened)} tickets"
    for name, value in (expected or {}).items():
        got = opened[0].get(name)
        if isinstance(got, dict) and isinstance(value, dict):
            got = {part: got.get(part) for part in value}
        if got != value:
            return f"a ticket with {name}: {value}", f"{name}: {got}"
    return None


def _described(expected: ExpectedReply) -> str:
    said = expected.model_dump(exclude_none=True, exclude_defaults=True)
    return ", ".join(f"{name} {value}" for name, value in said.items()) or "a reply"


def _in_short(reply: Message) -> str:
    article = f" {reply.article.id}" if reply.article else ""
    return f"{reply.kind}{article}: {reply.text[:SHOWN]}"
