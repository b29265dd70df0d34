"""Taking a conversation away with everything that belongs to it."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete

from actions.conversations.tables import conversations, dialogue_state


def erase_conversations(connection: Connection, conversation_ids: Sequence[str]) -> int:
    """Deletes transcript, turn records, buttons, files' names, contact, visitor and dialogue state.

    How many of the conversations were there; what is gone already is no mistake.
    """
    # No foreign key leads to it: Rasa writes it by itself.
    connection.execute(
        delete(dialogue_state).where(dialogue_state.c.conversation_id.in_(conversation_ids))
    )
    gone = connection.execute(delete(conversations).where(conversations.c.id.in_(conversation_ids)))
    return gone.rowcount
