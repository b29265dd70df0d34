"""What the contact sent: received once, pending until dealt with."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from actions.conversations.conversation import Pending, Received
from actions.conversations.errors import ConflictingMessage, UnknownButton
from actions.conversations.message import Button
from actions.conversations.tables import buttons, messages
from actions.conversations.transcript import message_from


def received_earlier(
    connection: Connection,
    conversation_id: str,
    client_message_id: str,
    *,
    text: str,
    button_id: str | None,
    attachment_ids: Sequence[str] = (),
) -> Received | None:
    """The first result, if the contact's client sends a message again."""
    query = (
        select(messages, buttons.c.payload)
        .outerjoin(buttons, buttons.c.button_id == messages.c.button_id)
        .where(
            messages.c.conversation_id == conversation_id,
            messages.c.client_message_id == client_message_id,
        )
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    # Pressing a button sends no text of its own: the title was put in its place.
    if row.button_id != button_id or (button_id is None and row.text != text):
        raise ConflictingMessage(conversation_id)
    message = message_from(row)
    if [card.attachment_id for card in message.attachments] != list(attachment_ids):
        raise ConflictingMessage(conversation_id)
    return Received(message, row.payload, new=False)


def offered_button(connection: Connection, conversation_id: str, button_id: str) -> Button:
    """The button with its payload; raises UnknownButton unless shown in this conversation."""
    query = select(buttons.c.title, buttons.c.payload, buttons.c.button_id).where(
        buttons.c.conversation_id == conversation_id, buttons.c.button_id == button_id
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownButton(conversation_id)
    return Button(title=row.title, payload=row.payload, button_id=row.button_id)


def pending(connection: Connection, conversation_id: str | None) -> Iterator[Pending]:
    """The contacts' messages that no reply has dealt with, oldest first."""
    query = (
        select(messages, buttons.c.payload)
        .outerjoin(buttons, buttons.c.button_id == messages.c.button_id)
        .where(messages.c.sender == "contact", messages.c.handled_at.is_(None))
        .order_by(messages.c.created_at, messages.c.conversation_id, messages.c.seq)
    )
    if conversation_id is not None:
        query = query.where(messages.c.conversation_id == conversation_id)
    return (pending_from(row) for row in connection.execute(query))


def pending_from(row: Row[Any]) -> Pending:
    """The message of a row of `messages` with the payload of its button."""
    return Pending(
        row.conversation_id,
        row.message_id,
        row.seq,
        text=row.text,
        payload=row.payload,
        received_at=row.created_at,
        request_id=row.request_id,
    )
