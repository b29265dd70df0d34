"""Export: all that is kept of conversations, for the person whose they are."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Select, Table, select

from actions.channels.tables import channel_threads
from actions.codes.tables import status_codes
from actions.conversations.tables import (
    attachments,
    buttons,
    contacts,
    conversations,
    dialogue_state,
    messages,
    turns,
    visitors,
)
from actions.database import reading
from actions.handoffs.tables import handoffs, notes
from actions.mail.tables import letters
from actions.tickets.tables import events, ratings, tickets
from actions.tickets.ticket import number_of
from actions.unanswered.tables import unanswered_questions
from actions.uploads import Uploads

# What opens something, or would only repeat what stands elsewhere in the export.
LEFT_OUT: Mapping[str, frozenset[str]] = {
    "status_codes": frozenset({"code"}),
    "channel_threads": frozenset({"word"}),
    "tickets": frozenset({"idempotency_key", "link_hash", "link_generation"}),
    "events": frozenset({"body", "key"}),
}
_OF_A_CONVERSATION: tuple[Table, ...] = (
    contacts,
    visitors,
    messages,
    buttons,
    attachments,
    dialogue_state,
    tickets,
    letters,
    status_codes,
    handoffs,
    notes,
    unanswered_questions,
    channel_threads,
)


class Export:
    """Reads only."""

    def __init__(self, engine: Engine, uploads: Uploads) -> None:
        self._engine = engine
        self._uploads = uploads

    def as_zip(self, conversation_ids: Sequence[str]) -> bytes:
        """`conversations.json`, and the files that were sent."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            kept = self.conversations(conversation_ids)
            told = json.dumps(kept, ensure_ascii=False, indent=2, default=_plain)
            archive.writestr("conversations.json", told)
            for each in kept:
                for file in each["attachments"]:
                    place = self._uploads.place_of(each["id"], file["attachment_id"])
                    if place.is_file():
                        # The name is the sender's: it leads nowhere.
                        archive.write(place, f"files/{file['attachment_id']}")
        return packed.getvalue()

    def conversations(self, conversation_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Each with all that is kept of it, table by table."""
        query = select(conversations).where(conversations.c.id.in_(conversation_ids))
        with reading(self._engine) as connection:
            return [
                _row(conversations, row) | dict(_parts(connection, row["id"]))
                for row in connection.execute(query.order_by(conversations.c.created_at)).mappings()
            ]


def _parts(connection: Connection, conversation_id: str) -> Iterator[tuple[str, Any]]:
    for table in _OF_A_CONVERSATION:
        query = select(table).where(table.c.conversation_id == conversation_id)
        yield table.name, _rows(connection, table, query)
    said = select(messages.c.message_id).where(messages.c.conversation_id == conversation_id)
    yield turns.name, _rows(connection, turns, select(turns).where(turns.c.message_id.in_(said)))
    opened = select(tickets.c.id).where(tickets.c.conversation_id == conversation_id)
    for table in (events, ratings):
        yield table.name, _rows(connection, table, select(table).where(_ticket(table).in_(opened)))


def _ticket(table: Table) -> Column[Any]:
    return table.c.ticket_id


def _rows(connection: Connection, table: Table, query: Select[Any]) -> list[dict[str, Any]]:
    ordered = query.order_by(*table.primary_key.columns)
    return [_row(table, row) for row in connection.execute(ordered).mappings()]


def _row(table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    hidden = LEFT_OUT.get(table.name, frozenset())
    kept = {str(name): value for name, value in row.items() if name not in hidden}
    if table is tickets:
        kept["number"] = number_of(kept["id"])
    return kept


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON")
