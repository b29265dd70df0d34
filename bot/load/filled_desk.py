"""A desk's database as it is after months: seeded, so that two runs fill it alike."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert

from actions.accounts import AccountStore
from actions.conversations.tables import contacts, conversations, messages, turns
from actions.handoffs.tables import handoffs
from actions.tickets import Desk
from actions.tickets.tables import attempts, deliveries, events, ratings, tickets
from actions.unanswered.tables import unanswered_questions

SEED = 20_260_301
DAYS = 90
ROWS_AT_ONCE = 2_000
DECISIONS = ("answer", "answer", "answer", "suggestions", "no_answer", "thanks")
WORDS = "pedido envío cambio talla factura garantía paquete tienda horario pago".split()
STATUSES = ("open", "in_progress", "waiting_for_contact", "resolved", *("closed",) * 6)
REASONS = ("asked_for_person", "angry", "no_answer", "low_confidence")
EMAIL, PASSWORD = "bench@primera.example", "a quiet house by the sea"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is."""

    conversations: int = 10_000
    messages: int = 10  # of each
    tickets: int = 10_000

    @property
    def all_messages(self) -> int:
        """How many messages that are."""
        return self.conversations * self.messages


def fill(database: Engine, desk: Desk, *, size: Size, now: datetime) -> str:
    """Fills a migrated, empty database; the id of one conversation in it."""
    filler = _Filler(desk, size, now, random.Random(SEED))
    with database.begin() as connection:
        filler.write(connection)
    AccountStore(database).add(
        EMAIL, name="Bench", role="owner", teams=(), password=PASSWORD, now=now
    )
    return _talk(size.conversations - 1)


@dataclass(frozen=True, slots=True)
class _Filler:
    desk: Desk
    size: Size
    now: datetime
    chance: random.Random

    def write(self, connection: Connection) -> None:
        began = {
            number: self.now - timedelta(seconds=self.chance.uniform(0, DAYS * 86_400))
            for number in range(self.size.conversations)
        }
        _insert(connection, conversations, map(self._conversation, began.items()))
        _insert(connection, messages, self._messages(began))
        _insert(connection, turns, self._turns(began))
        _insert(connection, contacts, map(self._contact, range(0, len(began), 2)))
        _insert(connection, tickets, (self._ticket(n, began) for n in range(self.size.tickets)))
        _insert(connection, events, self._events(began))
        _insert(connection, deliveries, map(self._delivery, range(2 * self.size.tickets)))
        _insert(connection, attempts, map(self._attempt, range(2 * self.size.tickets)))
        rated = range(0, self.size.tickets, 3)
        _insert(connection, ratings, (self._rating(number, began) for number in rated))
        _insert(connection, handoffs, (self._handoff(n, began) for n in range(0, len(began), 4)))
        asked = range(0, len(began), 3)
        _insert(connection, unanswered_questions, (self._question(n, began) for n in asked))

    def _conversation(self, each: tuple[int, datetime]) -> Row:
        number, at = each
        return {
            "id": _talk(number),
            "locale": self.chance.choice(("es", "en")),
            "locale_seq": 0,
            "site": "demo",
            "page": {},
            "context": {},
            "last_seq": self.size.messages,
            "with_people": False,
            "created_at": at,
        }

    def _messages(self, began: Mapping[int, datetime]) -> Iterator[Row]:
        for number, at in began.items():
            for seq in range(1, self.size.messages + 1):
                by_contact = seq % 2 == 1
                said_at = at + timedelta(seconds=20 * seq)
                yield {
                    "conversation_id": _talk(number),
                    "seq": seq,
                    "message_id": _message(number, seq),
                    "client_message_id": str(seq) if by_contact else None,
                    "sender": "contact" if by_contact else "bot",
                    "kind": "text",
                    "text": self._words(12),
                    "content": {} if by_contact else {"in_reply_to": [_message(number, seq - 1)]},
                    "created_at": said_at,
                    "handled_at": said_at if by_contact else None,
                }

    def _turns(self, began: Mapping[int, datetime]) -> Iterator[Row]:
        for number, at in began.items():
            for seq in range(2, self.size.messages + 1, 2):
                decision, topic = self.chance.choice(DECISIONS), self._topic()
                record = {
                    "act": "ask",
                    "act_confidence": 0.9,
                    "topic": topic,
                    "topic_confidence": 0.8,
                    "out_of_scope": 0.0,
                    "language": "es",
                    "decision": decision,
                    "hits": [
                        {"article": f"a{n}", "passage": f"a{n}#1", "revision": "r", "score": 0.5}
                        for n in range(10)
                    ],
                }
                yield {
                    "message_id": _message(number, seq),
                    "turn": record,
                    "at": at + timedelta(seconds=20 * seq),
                    "decision": decision,
                    "topic": topic,
                    "article": f"a{seq}" if decision == "answer" else None,
                }

    def _contact(self, number: int) -> Row:
        return {
            "conversation_id": _talk(number),
            "name": f"Name {number}",
            "email": f"name{number}@example.com",
            "phone": None,
            "verified": False,
        }

    def _ticket(self, number: int, began: Mapping[int, datetime]) -> Row:
        at, status = self._when(number, began), self.chance.choice(STATUSES)
        email = f"name{number}@example.com"
        return {
            "id": number + 1,
            "public_id": f"tkt_{number}",
            "idempotency_key": f"key{number}",
            "conversation_id": _talk(number % self.size.conversations),
            "status": status,
            "team": self._team(),
            "topic": self._topic(),
            "priority": "medium",
            "language": "es",
            "reason": "no_answer",
            "mood": "angry" if number % 25 == 0 else None,
            "contact": {"name": f"Name {number}", "email": email, "phone": None},
            "subject": self._words(5),
            "summary": self._words(20),
            "details": {},
            "tried": [],
            "first_answer_due": at + timedelta(hours=4),
            "solution_due": at + timedelta(days=2),
            "created_at": at,
            "sequence": 2,
            "warned": ["solution"] if number % 3 == 0 else [],
            "breached": [],
        }

    def _events(self, began: Mapping[int, datetime]) -> Iterator[Row]:
        for number in range(self.size.tickets):
            for sequence in (1, 2):
                yield {
                    "id": f"evt_{number}_{sequence}",
                    "ticket_id": number + 1,
                    "sequence": sequence,
                    "type": "ticket.created" if sequence == 1 else "ticket.updated",
                    "body": '{"summary": "' + self._words(60) + '"}',
                    "occurred_at": self._when(number, began) + timedelta(minutes=sequence),
                    "act": "open",
                    "actor": "bot",
                    "text": "",
                    "status": "open",
                }

    def _delivery(self, number: int) -> Row:
        state = ("delivered",) * 18 + ("dead", "pending")
        ticket, sequence = divmod(number, 2)
        return {
            "id": f"dlv_{number}",
            "event_id": f"evt_{ticket}_{sequence + 1}",
            "helpdesk": self.desk.helpdesks[0].name if self.desk.helpdesks else "demo",
            "state": self.chance.choice(state),
            "tries": 1,
            "next_attempt_at": self.now + timedelta(days=1),
            "headers": {},
        }

    def _attempt(self, number: int) -> Row:
        return {"delivery_id": f"dlv_{number}", "at": self.now, "status": 200, "error": None}

    def _rating(self, number: int, began: Mapping[int, datetime]) -> Row:
        at = self._when(number, began) + timedelta(days=1)
        score = self.chance.randint(1, 5)
        return {"ticket_id": number + 1, "score": score, "comment": self._words(6), "at": at}

    def _handoff(self, number: int, began: Mapping[int, datetime]) -> Row:
        at = self._when(number, began)
        return {
            "conversation_id": _talk(number),
            "state": "waiting" if number % 400 == 0 else "resolved",
            "reason": self.chance.choice(REASONS),
            "team": self._team(),
            "topic": self._topic(),
            "language": "es",
            "asked_at": at,
            "queued_at": at,
            "tried": [],
            "missed_by": [],
            "answered_seq": 0,
        }

    def _question(self, number: int, began: Mapping[int, datetime]) -> Row:
        return {
            "message_id": _message(number, 2),
            "conversation_id": _talk(number),
            "question": self._words(8),
            "language": "es",
            "topic": self._topic(),
            "why": "nothing",
            "asked_at": self._when(number, began),
            "closing": "",
            # Every fifth has been written for.
            "closed_at": self.now - timedelta(days=DAYS) if number % 5 == 0 else None,
            "closed_with": ("a2", "a4")[number % 2] if number % 5 == 0 else None,
        }

    def _when(self, number: int, began: Mapping[int, datetime]) -> datetime:
        return began[number % self.size.conversations] + timedelta(minutes=5)

    def _team(self) -> str:
        return self.chance.choice(sorted(self.desk.teams))

    def _topic(self) -> str:
        return self.chance.choice(sorted(self.desk.topics) or ["other"])

    def _words(self, count: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=count))


def _talk(number: int) -> str:
    return f"cnv_{number}"


def _message(number: int, seq: int) -> str:
    return f"msg_{number}_{seq}"


def _insert(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
