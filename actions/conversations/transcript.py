"""The rows behind a transcript: one number after the other, none left out."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from actions.conversations.conversation import new_id
from actions.conversations.errors import UnknownConversation
from actions.conversations.message import Button, Message
from actions.conversations.tables import buttons, conversations, messages
from actions.request_id import current_request_id

# What a message's own columns hold is not repeated in `content`.
_IN_COLUMNS = {"seq", "message_id", "sender", "kind", "text", "created_at"}


def locked_seq(connection: Connection, conversation_id: str) -> int:
    """The last number given; nobody else writes to the conversation until we commit."""
    query = (
        select(conversations.c.last_seq)
        .where(conversations.c.id == conversation_id)
        .with_for_update()  # PostgreSQL; a writing transaction on SQLite is alone anyway
    )
    last_seq: int | None = connection.execute(query).scalar_one_or_none()
    if last_seq is None:
        raise UnknownConversation(conversation_id)
    return last_seq


def is_there(connection: Connection, conversation_id: str) -> bool:
    """Whether a conversation is there: one that was erased is not."""
    query = select(conversations.c.id).where(conversations.c.id == conversation_id)
    return connection.execute(query).one_or_none() is not None


def is_with_people(connection: Connection, conversation_id: str) -> bool:
    """Whether people have the conversation, so that the bot is silent."""
    query = select(conversations.c.with_people).where(conversations.c.id == conversation_id)
    return bool(connection.execute(query).scalar_one_or_none())


def append(
    connection: Connection,
    conversation_id: str,
    message: Message,
    *,
    seq: int,
    now: datetime,
    client_message_id: str | None = None,
    button_id: str | None = None,
    handled_at: datetime | None = None,
) -> Message:
    """Writes the next message; the caller holds `locked_seq`."""
    offered = [button.model_copy(update={"button_id": new_id("btn")}) for button in message.buttons]
    kept = message.model_copy(
        update={
            "seq": seq,
            "message_id": new_id("msg"),
            "created_at": now,
            "buttons": [Button(title=b.title, button_id=b.button_id) for b in offered],
        }
    )
    row = {
        "conversation_id": conversation_id,
        "client_message_id": client_message_id,
        "button_id": button_id,
        "handled_at": handled_at,
        "request_id": current_request_id(),
        "content": kept.model_dump(mode="json", exclude=_IN_COLUMNS, exclude_defaults=True),
    }
    row |= {name: getattr(kept, name) for name in _IN_COLUMNS}
    connection.execute(insert(messages).values(row))
    _keep_buttons(connection, conversation_id, seq, offered)
    connection.execute(
        update(conversations).where(conversations.c.id == conversation_id).values(last_seq=seq)
    )
    return kept


def message_from(row: Row[Any]) -> Message:
    """The message a row of `messages` holds."""
    columns = {name: getattr(row, name) for name in _IN_COLUMNS}
    return Message.model_validate(row.content | columns)


def _keep_buttons(
    connection: Connection, conversation_id: str, seq: int, offered: list[Button]
) -> None:
    if offered:
        place = {"conversation_id": conversation_id, "seq": seq}
        connection.execute(insert(buttons), [button.model_dump() | place for button in offered])


def messages_after(connection: Connection, conversation_id: str, seq: int) -> list[Message]:
    """What was said after number `seq`, in order."""
    query = (
        select(messages)
        .where(messages.c.conversation_id == conversation_id, messages.c.seq > seq)
        .order_by(messages.c.seq)
    )
    return [message_from(row) for row in connection.execute(query)]
