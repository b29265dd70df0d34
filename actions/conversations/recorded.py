"""Turns as they are recorded: a message of the contact, what was said to it, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from actions.conversations.conversation import Pending
from actions.conversations.errors import UnknownTurn
from actions.conversations.inbox import pending_from
from actions.conversations.message import Button, Message, Reply, Turn
from actions.conversations.tables import buttons, messages, turns
from actions.conversations.transcript import message_from


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """One message of the contact and the replies to it; their buttons have their payloads."""

    asked: Pending = field(repr=False)
    replies: tuple[Reply, ...] = field(repr=False)

    @property
    def conversation_id(self) -> str:
        """Whose turn it was."""
        return self.asked.conversation_id


def recorded_turns(connection: Connection, name: str) -> list[RecordedTurn]:
    """All turns of a conversation, or the one that a message belongs to.

    `name`: an id of either. Raises UnknownTurn.
    """
    row = connection.execute(select(messages).where(messages.c.message_id == name)).one_or_none()
    of_conversation = list(_turns(connection, row.conversation_id if row else name))
    if row is None and of_conversation:
        return of_conversation
    of_message = [turn for turn in of_conversation if name in _message_ids(turn)]
    if not of_message:
        raise UnknownTurn(name)
    return of_message


def _turns(connection: Connection, conversation_id: str) -> Iterator[RecordedTurn]:
    asked = _asked(connection, conversation_id)
    query = (
        select(messages, turns.c.turn)
        .join(turns, turns.c.message_id == messages.c.message_id)
        .where(messages.c.conversation_id == conversation_id)
        .order_by(messages.c.seq)
    )
    payloads = _payloads(connection, conversation_id)
    replies = [_reply(row, payloads) for row in connection.execute(query)]
    for in_reply_to, said in groupby(replies, key=lambda reply: reply.message.in_reply_to):
        if in_reply_to and in_reply_to[-1] in asked:
            yield RecordedTurn(asked[in_reply_to[-1]], tuple(said))


def _asked(connection: Connection, conversation_id: str) -> dict[str, Pending]:
    query = (
        select(messages, buttons.c.payload)
        .outerjoin(buttons, buttons.c.button_id == messages.c.button_id)
        .where(messages.c.conversation_id == conversation_id, messages.c.sender == "contact")
    )
    return {row.message_id: pending_from(row) for row in connection.execute(query)}


def _payloads(connection: Connection, conversation_id: str) -> dict[str, str]:
    query = select(buttons.c.button_id, buttons.c.payload).where(
        buttons.c.conversation_id == conversation_id
    )
    return {row.button_id: row.payload for row in connection.execute(query)}


def _reply(row: Row[Any], payloads: dict[str, str]) -> Reply:
    message = message_from(row)
    shown = [
        Button(title=b.title, payload=payloads.get(b.button_id, ""), button_id=b.button_id)
        for b in message.buttons
    ]
    return Reply(
        message=message.model_copy(update={"buttons": shown}), turn=Turn.model_validate(row.turn)
    )


def _message_ids(turn: RecordedTurn) -> set[str | None]:
    said: list[Message] = [reply.message for reply in turn.replies]
    return {turn.asked.message_id, *(message.message_id for message in said)}
