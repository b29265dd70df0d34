"""What was said in conversations, read with why the bot said it."""

from datetime import datetime

from sqlalchemy import Connection, select

from actions.conversations.contacts import contact_of
from actions.conversations.message import Turn
from actions.conversations.tables import buttons, messages, turns
from actions.conversations.transcript import message_from
from actions.tickets.tables import tickets
from actions.unanswered.gaps import Said


def spoken_in_since(connection: Connection, since: datetime | None) -> list[str]:
    """The conversations in which something was said since then."""
    query = select(messages.c.conversation_id).distinct()
    if since is not None:
        query = query.where(messages.c.created_at >= since)
    return list(connection.execute(query).scalars())


def said_in(connection: Connection, conversation_id: str) -> list[Said]:
    """Everything that was said, in order."""
    query = (
        select(messages, turns.c.turn, buttons.c.payload, buttons.c.seq.label("pressed_on"))
        .outerjoin(turns, turns.c.message_id == messages.c.message_id)
        .outerjoin(buttons, buttons.c.button_id == messages.c.button_id)
        .where(messages.c.conversation_id == conversation_id)
        .order_by(messages.c.seq)
    )
    return [
        Said(
            message_from(row),
            Turn.model_validate(row.turn) if row.turn else None,
            row.payload,
            row.pressed_on,
        )
        for row in connection.execute(query)
    ]


def names_in(connection: Connection, conversation_id: str) -> list[str]:
    """How the contact is known to be called."""
    contact = contact_of(connection, conversation_id)
    query = select(tickets.c.contact).where(tickets.c.conversation_id == conversation_id)
    told = [each.get("name") for each in connection.execute(query).scalars()]
    return [name for name in (contact.name if contact else None, *told) if name]


def answered_by_a_person(
    connection: Connection, conversation_id: str, asked_at: datetime
) -> list[str]:
    """What people of the team wrote in a conversation since then."""
    query = (
        select(messages.c.text)
        .where(
            messages.c.conversation_id == conversation_id,
            messages.c.sender == "agent",
            messages.c.created_at >= asked_at,
        )
        .order_by(messages.c.seq)
    )
    return list(connection.execute(query).scalars())
