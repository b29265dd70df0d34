"""Questions that outlive their conversations: a lead has not closed them yet."""

from collections.abc import Collection

from sqlalchemy import Connection, update

from actions.unanswered.tables import unanswered_questions as table


def keep_open_questions(connection: Connection, conversation_ids: Collection[str]) -> None:
    """Parts open questions from conversations whose time is over, in the caller's transaction.

    They are redacted and lead to nobody any more. What a contact erases takes them along.
    """
    theirs = table.c.conversation_id.in_(conversation_ids)
    parted = {"conversation_id": None, "message_id": None}
    connection.execute(update(table).where(theirs, table.c.closed_at.is_(None)).values(**parted))
