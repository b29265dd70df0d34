"""Who writes in a conversation."""

from sqlalchemy import Connection, insert, select, update

from actions.contact import Contact
from actions.conversations.tables import contacts


def contact_of(connection: Connection, conversation_id: str) -> Contact | None:
    """The contact, once anything is known."""
    query = select(contacts).where(contacts.c.conversation_id == conversation_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Contact(row.name, row.email, row.phone, verified=row.verified)


def save_contact(
    connection: Connection,
    conversation_id: str,
    given: dict[str, str | None],
    *,
    verified: bool,
) -> Contact:
    """Adds what is newly known; the caller holds the conversation's lock."""
    known = contact_of(connection, conversation_id)
    if known is None:
        row = given | {"conversation_id": conversation_id, "verified": verified}
        connection.execute(insert(contacts).values(row))
        return Contact(given["name"], given["email"], given["phone"], verified=verified)
    news = {column: value for column, value in given.items() if value is not None}
    if news:
        where = contacts.c.conversation_id == conversation_id
        connection.execute(update(contacts).where(where).values(news | {"verified": verified}))
    return contact_of(connection, conversation_id) or known
