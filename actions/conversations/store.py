"""ConversationStore: the transcript of record, its contact and its turn records."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from actions.contact import Contact
from actions.conversations.attachments import (
    Attachment,
    Room,
    attach,
    attachment_of,
    check_room,
    keep_attachment,
    sent_attachments,
)
from actions.conversations.contacts import contact_of, save_contact
from actions.conversations.conversation import (
    Conversation,
    Pending,
    Received,
    Standing,
    new_id,
)
from actions.conversations.forms import form_of, forms_since
from actions.conversations.inbox import offered_button, pending, received_earlier
from actions.conversations.language import change_locale, spoken_language
from actions.conversations.message import Button, Message, Reply, Sender
from actions.conversations.recorded import RecordedTurn, recorded_turns
from actions.conversations.replies import (
    all_handled,
    append_replies,
    mark_handled,
    recorded_replies,
    replied_earlier,
)
from actions.conversations.tables import conversations
from actions.conversations.transcript import (
    append,
    is_with_people,
    locked_seq,
    messages_after,
)
from actions.conversations.visitors import Visitor, forget, introduce, visitor_of
from actions.database import reading

# Who says something about a message, and how in a language.
Says = Mapping[Sender, Callable[[str], str] | None]


class ConversationStore:
    """Every method is one transaction; what it returns is committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(
        self,
        *,
        locale: str,
        site: str,
        page: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
        visitor: Visitor | None = None,
        also: Callable[[Connection, str], None] | None = None,
        now: datetime,
    ) -> Conversation:
        """A new, empty conversation; `also` is done with its id in the same transaction."""
        row: dict[str, Any] = {
            "id": new_id("cnv"),
            "locale": locale,
            "site": site,
            "page": dict(page or {}),
            "context": dict(context or {}),
            "created_at": now,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(conversations).values(row | {"last_seq": 0}))
            if visitor is not None:
                introduce(connection, row["id"], visitor)
            if also is not None:
                also(connection, row["id"])
        return Conversation(**row)

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation, if there is one."""
        query = select(conversations).where(conversations.c.id == conversation_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return Conversation(
            row.id, row.locale, row.site, row.created_at, page=row.page, context=row.context
        )

    def receive(
        self,
        conversation_id: str,
        *,
        client_message_id: str,
        text: str,
        button_id: str | None = None,
        attachment_ids: Sequence[str] = (),
        locale: str | None = None,
        notice: Callable[[str], str] | None = None,
        receipt: Callable[[str], str] | None = None,
        now: datetime,
    ) -> Received:
        """Keeps what the contact wrote or pressed; the same again is the first result.

        A new message may bring the language that its page shows now. `notice` (language → text)
        is what the contact is told about the message at once; a `receipt`, too, and with it the
        message is dealt with: files without a word are nothing to understand.

        Raises UnknownConversation, UnknownButton, UnknownAttachment, or ConflictingMessage (same
        id, other body).
        """
        with self._engine.begin() as connection:
            last_seq = locked_seq(connection, conversation_id)
            earlier = received_earlier(
                connection,
                conversation_id,
                client_message_id,
                text=text,
                button_id=button_id,
                attachment_ids=attachment_ids,
            )
            if earlier is not None:
                return earlier
            button = offered_button(connection, conversation_id, button_id) if button_id else None
            cards = attach(connection, conversation_id, attachment_ids, seq=last_seq + 1)
            written = button.title if button else text
            message = append(
                connection,
                conversation_id,
                Message(sender="contact", text=written, attachments=cards),
                seq=last_seq + 1,
                now=now,
                client_message_id=client_message_id,
                button_id=button_id,
                handled_at=now if receipt else None,
            )
            for_people = is_with_people(connection, conversation_id)
            if for_people:  # no reply of the bot's is owed
                mark_handled(connection, [message.message_id or ""], now)
            if locale is not None:
                change_locale(connection, conversation_id, locale, seq=last_seq + 1)
            says: Says = {"system": notice, "bot": None if for_people else receipt}
            told = _told_at_once(connection, conversation_id, message, says)
            for seq, line in enumerate(told, start=last_seq + 2):
                append(connection, conversation_id, line, seq=seq, now=now)
        payload = button.payload if button else None
        return Received(message, payload, new=True, for_people=for_people)

    def pass_to_people(self, conversation_id: str, message_id: str, *, now: datetime) -> None:
        """A message that the bot would have dealt with is people's by now."""
        with self._engine.begin() as connection:
            locked_seq(connection, conversation_id)
            mark_handled(connection, [message_id], now)

    def check_room(self, conversation_id: str, room: Room) -> None:
        """Raises TooManyAttachments if the conversation has no room for one file more."""
        with reading(self._engine) as connection:
            check_room(connection, conversation_id, room, size=0)

    def keep_attachment(self, attachment: Attachment, room: Room, *, now: datetime) -> None:
        """Notes a file that has come; raises UnknownConversation or TooManyAttachments."""
        with self._engine.begin() as connection:
            locked_seq(connection, attachment.conversation_id)
            check_room(connection, attachment.conversation_id, room, size=attachment.size)
            keep_attachment(connection, attachment, now=now)

    def attachment(self, attachment_id: str) -> Attachment | None:
        """What is known of a file, if it is there."""
        with reading(self._engine) as connection:
            return attachment_of(connection, attachment_id)

    def sent_attachments(self, conversation_id: str) -> list[Attachment]:
        """The files that came with messages, oldest first."""
        with reading(self._engine) as connection:
            return sent_attachments(connection, conversation_id)

    def reply(
        self,
        conversation_id: str,
        *,
        in_reply_to: Sequence[str],
        replies: Sequence[Reply],
        also: Callable[[Connection], None] | None = None,
        now: datetime,
    ) -> list[Message]:
        """Keeps the bot's messages with their turn records and marks the contact's as handled.

        `also` is done in the same transaction, once.

        If all of `in_reply_to` had been handled before, nothing is written and the messages
        of that time are returned: two gateways after a restart say a thing once.
        """
        with self._engine.begin() as connection:
            last_seq = locked_seq(connection, conversation_id)
            if all_handled(connection, conversation_id, in_reply_to):
                return replied_earlier(connection, conversation_id, in_reply_to)
            said = append_replies(
                connection,
                conversation_id,
                replies,
                in_reply_to=in_reply_to,
                first_seq=last_seq + 1,
                now=now,
            )
            mark_handled(connection, in_reply_to, now)
            if also is not None:
                also(connection)
        return said

    def notice(
        self,
        conversation_id: str,
        *,
        in_reply_to: Sequence[str],
        text: str,
        buttons: Sequence[Button] = (),
        now: datetime,
    ) -> Message:
        """An honest line of the gateway itself; the contact's message stays unhandled."""
        message = Message(
            kind="notice", text=text, buttons=list(buttons), in_reply_to=list(in_reply_to)
        )
        with self._engine.begin() as connection:
            seq = locked_seq(connection, conversation_id) + 1
            return append(connection, conversation_id, message, seq=seq, now=now)

    def messages(self, conversation_id: str, *, after: int = 0) -> list[Message]:
        """The messages with a higher `seq` than `after`, in order."""
        with reading(self._engine) as connection:
            return messages_after(connection, conversation_id, after)

    def transcript(self, conversation_id: str) -> list[Message]:
        """Everything that was said."""
        return self.messages(conversation_id)

    def last_seq(self, conversation_ids: Sequence[str]) -> dict[str, int]:
        """The newest `seq` of each conversation that exists (0: nothing said yet)."""
        query = select(conversations.c.id, conversations.c.last_seq).where(
            conversations.c.id.in_(conversation_ids)
        )
        with reading(self._engine) as connection:
            return {row.id: row.last_seq for row in connection.execute(query)}

    def unhandled(self, conversation_id: str | None = None) -> list[Pending]:
        """The contacts' messages that no reply has dealt with, oldest first."""
        with reading(self._engine) as connection:
            return list(pending(connection, conversation_id))

    def language(self, conversation_id: str) -> str:
        """What the bot spoke last, or the page's language if that has changed since."""
        with reading(self._engine) as connection:
            return spoken_language(connection, conversation_id)

    def standing(self, conversation_id: str, message_id: str) -> Standing:
        """Whether people have the conversation by now; and the replies Rasa saved for a message
        whose answer was lost on its way to us.
        """
        with reading(self._engine) as connection:
            return Standing(
                is_with_people(connection, conversation_id),
                recorded_replies(connection, conversation_id, message_id),
            )

    def form_of(self, conversation_id: str) -> str | None:
        """The release in whose form the conversation is; None if it is in no form."""
        with reading(self._engine) as connection:
            return form_of(connection, conversation_id)

    def forms_since(self, since: datetime) -> Mapping[str, int]:
        """Release → how many conversations are in a form of it and have said something since."""
        with reading(self._engine) as connection:
            return forms_since(connection, since)

    def turns(self, name: str) -> list[RecordedTurn]:
        """A conversation's turns, or the one of a message, by its id; raises UnknownTurn."""
        with reading(self._engine) as connection:
            return recorded_turns(connection, name)

    def contact(self, conversation_id: str) -> Contact | None:
        """Who writes, if known."""
        with reading(self._engine) as connection:
            return contact_of(connection, conversation_id)

    def save_contact(
        self,
        conversation_id: str,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        verified: bool = False,
    ) -> Contact:
        """Adds what is newly known; None leaves what was known before."""
        given = {"name": name, "email": email, "phone": phone}
        with self._engine.begin() as connection:
            locked_seq(connection, conversation_id)
            return save_contact(connection, conversation_id, given, verified=verified)

    def introduce(self, conversation_id: str, visitor: Visitor) -> None:
        """The site says who writes; raises UnknownConversation."""
        with self._engine.begin() as connection:
            locked_seq(connection, conversation_id)
            introduce(connection, conversation_id, visitor)

    def forget_visitor(self, conversation_id: str) -> None:
        """They have logged out; nobody is known to write from now on."""
        with self._engine.begin() as connection:
            forget(connection, conversation_id)

    def visitor(self, conversation_id: str, *, now: datetime) -> Visitor | None:
        """Who writes, if their site says so and its word still holds."""
        with reading(self._engine) as connection:
            return visitor_of(connection, conversation_id, now)


def _told_at_once(
    connection: Connection,
    conversation_id: str,
    message: Message,
    says: Says,
) -> list[Message]:
    """What is said in the contact's language about a message that has just come."""
    return [
        _notice_to(message, say(spoken_language(connection, conversation_id)), sender)
        for sender, say in says.items()
        if say is not None
    ]


def _notice_to(message: Message, text: str, sender: Sender) -> Message:
    in_reply_to = [message.message_id] if message.message_id else []
    return Message(sender=sender, kind="notice", text=text, in_reply_to=in_reply_to)
