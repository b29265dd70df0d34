"""What the bot said to a message, and what Rasa saved in case that was lost on the way."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select, update

from actions.conversations.errors import UnknownMessage
from actions.conversations.message import Message, Reply
from actions.conversations.tables import dialogue_state, messages, turns
from actions.conversations.transcript import append, message_from

_REPLIES = TypeAdapter(list[Reply])


def append_replies(
    connection: Connection,
    conversation_id: str,
    replies: Sequence[Reply],
    *,
    in_reply_to: Sequence[str],
    first_seq: int,
    now: datetime,
) -> list[Message]:
    """Writes the messages and why each was said."""
    said = []
    for seq, reply in enumerate(replies, start=first_seq):
        message = reply.message.model_copy(update={"in_reply_to": list(in_reply_to)})
        kept = append(connection, conversation_id, message, seq=seq, now=now)
        row = {
            "message_id": kept.message_id,
            "turn": reply.turn.model_dump(mode="json"),
            "at": now,
            "decision": reply.turn.decision,
            "topic": reply.turn.topic,
            "article": message.article.id if message.article else None,
        }
        connection.execute(insert(turns).values(row))
        said.append(kept)
    return said


def all_handled(connection: Connection, conversation_id: str, message_ids: Sequence[str]) -> bool:
    """Whether every one of the contact's messages has had its reply."""
    query = select(messages.c.message_id, messages.c.handled_at).where(
        messages.c.conversation_id == conversation_id,
        messages.c.sender == "contact",
        messages.c.message_id.in_(message_ids),
    )
    handled_at = {row.message_id: row.handled_at for row in connection.execute(query)}
    if unknown := [message_id for message_id in message_ids if message_id not in handled_at]:
        raise UnknownMessage(conversation_id, unknown)
    return bool(handled_at) and None not in handled_at.values()


def mark_handled(connection: Connection, message_ids: Sequence[str], now: datetime) -> None:
    """Takes the contact's messages off the pending list."""
    where = messages.c.message_id.in_(message_ids), messages.c.handled_at.is_(None)
    connection.execute(update(messages).where(*where).values(handled_at=now))


def replied_earlier(
    connection: Connection, conversation_id: str, message_ids: Sequence[str]
) -> list[Message]:
    """The bot's messages that answered any of these (notices are no answers)."""
    query = (
        select(messages)
        .join(turns, turns.c.message_id == messages.c.message_id)
        .where(messages.c.conversation_id == conversation_id)
        .order_by(messages.c.seq)
    )
    said = [message_from(row) for row in connection.execute(query)]
    return [message for message in said if set(message.in_reply_to) & set(message_ids)]


def recorded_replies(
    connection: Connection, conversation_id: str, message_id: str
) -> list[Reply] | None:
    """What the tracker store saved for the message, if that was the last one Rasa handled."""
    query = select(dialogue_state.c.replies).where(
        dialogue_state.c.conversation_id == conversation_id,
        dialogue_state.c.message_id == message_id,
    )
    saved = connection.execute(query).scalar_one_or_none()
    return None if saved is None else _REPLIES.validate_json(saved)
