"""Files that the contact sent: what is known of each; their bytes are in `actions.uploads`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from actions.conversations.errors import TooManyAttachments, UnknownAttachment
from actions.conversations.message import AttachmentCard
from actions.conversations.tables import attachments


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a conversation; `seq` is the message that it came with, None before one does."""

    attachment_id: str
    conversation_id: str
    name: str = field(repr=False)
    type: str
    size: int
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """How many files a conversation may have, and of how many bytes together."""

    files: int
    bytes: int


def check_room(connection: Connection, conversation_id: str, room: Room, *, size: int) -> None:
    """Raises TooManyAttachments if there is no room for a file of so many bytes."""
    query = select(func.count(), func.coalesce(func.sum(attachments.c.size), 0)).where(
        attachments.c.conversation_id == conversation_id
    )
    files, taken = connection.execute(query).one()
    if files >= room.files or taken + size > room.bytes:
        raise TooManyAttachments(conversation_id)


def keep_attachment(connection: Connection, attachment: Attachment, *, now: datetime) -> None:
    """Notes a file that has come; the caller holds the conversation's lock."""
    row = {
        "attachment_id": attachment.attachment_id,
        "conversation_id": attachment.conversation_id,
        "name": attachment.name,
        "type": attachment.type,
        "size": attachment.size,
        "created_at": now,
    }
    connection.execute(insert(attachments).values(row))


def attach(
    connection: Connection, conversation_id: str, attachment_ids: Sequence[str], *, seq: int
) -> list[AttachmentCard]:
    """Makes files part of message `seq`, in this order.

    Raises UnknownAttachment unless all are of this conversation and of no message yet.
    """
    if not attachment_ids:
        return []
    query = (
        update(attachments)
        .where(
            attachments.c.conversation_id == conversation_id,
            attachments.c.attachment_id.in_(attachment_ids),
            attachments.c.seq.is_(None),
        )
        .values(seq=seq)
        .returning(attachments)
    )
    found = {row.attachment_id: card_of(row) for row in connection.execute(query)}
    if len(found) < len(attachment_ids):
        raise UnknownAttachment(conversation_id)
    return [found[attachment_id] for attachment_id in attachment_ids]


def attachment_of(connection: Connection, attachment_id: str) -> Attachment | None:
    """What is known of a file, if it is there."""
    query = select(attachments).where(attachments.c.attachment_id == attachment_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _attachment(row)


def sent_attachments(connection: Connection, conversation_id: str) -> list[Attachment]:
    """The files that came with messages, oldest first."""
    query = (
        select(attachments)
        .where(attachments.c.conversation_id == conversation_id, attachments.c.seq.is_not(None))
        .order_by(attachments.c.seq, attachments.c.created_at)
    )
    return [_attachment(row) for row in connection.execute(query)]


def forget_unsent(connection: Connection, before: datetime) -> list[tuple[str, str]]:
    """Forgets files that no message took up; (conversation, attachment) of each."""
    query = (
        delete(attachments)
        .where(attachments.c.seq.is_(None), attachments.c.created_at < before)
        .returning(attachments.c.conversation_id, attachments.c.attachment_id)
    )
    return [(row.conversation_id, row.attachment_id) for row in connection.execute(query)]


def card_of(row: Row[Any] | Attachment) -> AttachmentCard:
    """The file as a message shows it."""
    return AttachmentCard(
        attachment_id=row.attachment_id, name=row.name, type=row.type, size=row.size
    )


def _attachment(row: Row[Any]) -> Attachment:
    return Attachment(
        row.attachment_id, row.conversation_id, row.name, row.type, row.size, seq=row.seq
    )
