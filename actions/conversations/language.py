"""Which language a conversation is in: what its page shows, and what the bot speaks."""

from sqlalchemy import Connection, select, update

from actions.conversations.errors import UnknownConversation
from actions.conversations.tables import conversations, messages, turns


def change_locale(connection: Connection, conversation_id: str, locale: str, *, seq: int) -> None:
    """From message `seq` on the page shows this language; nothing changes if it did before."""
    where = conversations.c.id == conversation_id, conversations.c.locale != locale
    change = {"locale": locale, "locale_seq": seq}
    connection.execute(update(conversations).where(*where).values(change))


def spoken_language(connection: Connection, conversation_id: str) -> str:
    """The last turn's language; the page's if that has changed since, or nothing was said."""
    page = connection.execute(
        select(conversations.c.locale, conversations.c.locale_seq).where(
            conversations.c.id == conversation_id
        )
    ).one_or_none()
    if page is None:
        raise UnknownConversation(conversation_id)
    last_turn = (
        select(turns.c.turn)
        .join(messages, messages.c.message_id == turns.c.message_id)
        .where(messages.c.conversation_id == conversation_id, messages.c.seq > page.locale_seq)
        .order_by(messages.c.seq.desc())
        .limit(1)
    )
    turn = connection.execute(last_turn).scalar_one_or_none() or {}
    return str(turn.get("language") or page.locale)
