"""Visitors whom the company's own site vouches for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from actions.conversations.tables import visitors


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who writes, as their site says; it holds `until` then, or until they log out.

    Not `vouched`: they say so themselves, e.g. in a mail's From, and nobody has checked it.
    """

    external_id: str
    until: datetime
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    vouched: bool = True


def introduce(connection: Connection, conversation_id: str, visitor: Visitor) -> None:
    """From now on this is who writes; whoever it was before is forgotten."""
    forget(connection, conversation_id)
    row = {
        "conversation_id": conversation_id,
        "external_id": visitor.external_id,
        "name": visitor.name,
        "email": visitor.email,
        "phone": visitor.phone,
        "until": visitor.until,
        "vouched": visitor.vouched,
    }
    connection.execute(insert(visitors).values(row))


def forget(connection: Connection, conversation_id: str) -> None:
    """From now on nobody is known to write."""
    connection.execute(delete(visitors).where(visitors.c.conversation_id == conversation_id))


def visitor_of(connection: Connection, conversation_id: str, now: datetime) -> Visitor | None:
    """Who writes, if the site's word still holds."""
    query = select(visitors).where(
        visitors.c.conversation_id == conversation_id, visitors.c.until > now
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Visitor(
        row.external_id,
        row.until,
        name=row.name,
        email=row.email,
        phone=row.phone,
        vouched=row.vouched,
    )
