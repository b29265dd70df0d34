"""The dialogue state of each conversation, and nothing else, in Primera's own database.

Rasa's stores keep every event, so each turn of a long conversation costs more than the last.
The transcript is kept by the gateway; what Rasa needs to go on is the state: slots, the active
form and that it is listening. A process may therefore vanish at any time: the next one goes on
from the state of the last *complete* turn.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

# Longer than any write of ours takes; a locked database fails the turn, and the gateway repeats it.
SQLITE_BUSY_SECONDS = 5

SELECT = sa.text("SELECT state FROM dialogue_state WHERE conversation_id = :conversation_id")
SELECT_REPLIES = sa.text(
    "SELECT replies FROM dialogue_state"
    " WHERE conversation_id = :conversation_id AND message_id = :message_id"
)
SELECT_IDS = sa.text("SELECT conversation_id FROM dialogue_state")
UPSERT = sa.text(
    "INSERT INTO dialogue_state (conversation_id, message_id, state, replies, updated_at)"
    " SELECT :conversation_id, :message_id, :state, :replies, :updated_at"
    # A turn that was under way when the contact had the conversation erased is not kept.
    " WHERE NOT EXISTS"
    " (SELECT 1 FROM erased_conversations WHERE conversation_id = :conversation_id)"
    " ON CONFLICT (conversation_id) DO UPDATE SET message_id = excluded.message_id,"
    " state = excluded.state, replies = excluded.replies, updated_at = excluded.updated_at"
)


def replies_of_last_turn(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What our actions said since the contact's last message: `{message, turn}` objects."""
    replies: list[dict[str, Any]] = []
    for event in events:
        if isinstance(event, UserUttered):
            replies = []
        elif isinstance(event, BotUttered) and event.data.get("custom"):
            replies.append(event.data["custom"])
    return replies


def state_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """All that a later process needs to go on with the conversation, as JSON values."""
    return {
        "slots": {
            name: slot.value
            for name, slot in tracker.slots.items()
            if slot.value != slot.initial_value and name != SESSION_START_METADATA_SLOT
        },
        "active_loop": tracker.active_loop_name,
    }


def events_from(state: dict[str, Any], now: float) -> list[Event]:
    """The shortest history that puts a fresh tracker into `state`, listening."""
    loop = state["active_loop"]
    opening: list[Event] = []
    if loop:
        opening = [ActionExecuted(loop, timestamp=now), ActiveLoop(loop, timestamp=now)]
    slots: list[Event] = [
        SlotSet(name, value, timestamp=now) for name, value in state["slots"].items()
    ]
    return [*opening, *slots, ActionExecuted(ACTION_LISTEN_NAME, timestamp=now)]


class CompactTrackerStore(TrackerStore):
    """Keeps one row per conversation in the table `dialogue_state`.

    A turn in which no action spoke has failed: it is not saved, so that the gateway can send the
    same message again and Rasa meets it in the state before.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        host: str = "",
        **kwargs: Any,
    ) -> None:
        """Rasa passes the `url` of endpoints.yml as `host`."""
        super().__init__(domain, event_broker, **kwargs)
        on_sqlite = host.startswith("sqlite")
        self._engine = sa.create_engine(
            driver_url(host),
            hide_parameters=True,
            # SQLAlchemy 1.4 opens a file of SQLite anew for every statement unless told otherwise.
            poolclass=sa.pool.QueuePool,
            pool_pre_ping=not on_sqlite,
            connect_args={"check_same_thread": False} if on_sqlite else {},
        )
        if on_sqlite:
            sa.event.listen(self._engine, "connect", _make_durable)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the state after a complete turn; anything else is left as it was."""
        replies = replies_of_last_turn(tracker.events)
        if not replies:
            return
        row = {
            "conversation_id": tracker.sender_id,
            "message_id": (tracker.latest_message.metadata or {}).get("message_id", ""),
            "state": json.dumps({**state_of(tracker), **_release()}, ensure_ascii=False),
            "replies": json.dumps(replies, ensure_ascii=False),
            "updated_at": time.time(),
        }
        # Until the disk has it, other conversations go on.
        await asyncio.to_thread(self._write, row)

    def _write(self, row: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(UPSERT, row)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A short tracker in the state of the last complete turn; None for a new conversation."""
        with self._engine.connect() as connection:
            row = connection.execute(SELECT, {"conversation_id": sender_id}).first()
        if row is None:
            return None
        tracker = self.init_tracker(sender_id)
        state = json.loads(row[0])
        known = {name: value for name, value in state["slots"].items() if name in tracker.slots}
        for event in events_from({**state, "slots": known}, time.time()):
            tracker.update(event, self.domain)
        return tracker

    def replies_to(self, sender_id: str, message_id: str) -> list[dict[str, Any]] | None:
        """What was said to that message, if it was the last one handled."""
        keys = {"conversation_id": sender_id, "message_id": message_id}
        with self._engine.connect() as connection:
            row = connection.execute(SELECT_REPLIES, keys).first()
        return None if row is None else json.loads(row[0])

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations with a state."""
        with self._engine.connect() as connection:
            return [row[0] for row in connection.execute(SELECT_IDS)]


def _release() -> dict[str, str]:
    """What this process serves: until its form ends, a conversation stays with that."""
    folder = os.environ.get("PRIMERA_RELEASE", "")
    return {"release": os.path.basename(folder)} if folder else {}


def driver_url(url: str) -> str:
    """`url` with the driver that this environment has for PostgreSQL."""
    return url.replace("postgresql+psycopg://", "postgresql+psycopg2://", 1)


def _make_durable(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA secure_delete = ON")  # of a state that changes nothing old stays
    cursor.close()
