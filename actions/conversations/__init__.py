"""Conversations: what was said, by whom, and why the bot said it."""

from actions.contact import Contact
from actions.conversations.attachments import Attachment, Room, card_of
from actions.conversations.conversation import Conversation, Pending, Received
from actions.conversations.errors import (
    ConflictingMessage,
    ConversationError,
    TooManyAttachments,
    UnknownAttachment,
    UnknownButton,
    UnknownConversation,
    UnknownMessage,
    UnknownTurn,
)
from actions.conversations.message import (
    ArticleLink,
    AttachmentCard,
    Author,
    Button,
    FormField,
    HandoffWish,
    Hit,
    Kind,
    Message,
    Reply,
    Sender,
    Start,
    TicketCard,
    Turn,
)
from actions.conversations.recorded import RecordedTurn
from actions.conversations.store import ConversationStore
from actions.conversations.visitors import Visitor

__all__ = [
    "ArticleLink",
    "Attachment",
    "AttachmentCard",
    "Author",
    "Button",
    "ConflictingMessage",
    "Contact",
    "Conversation",
    "ConversationError",
    "ConversationStore",
    "FormField",
    "HandoffWish",
    "Hit",
    "Kind",
    "Message",
    "Pending",
    "Received",
    "RecordedTurn",
    "Reply",
    "Room",
    "Sender",
    "Start",
    "TicketCard",
    "TooManyAttachments",
    "Turn",
    "UnknownAttachment",
    "UnknownButton",
    "UnknownConversation",
    "UnknownMessage",
    "UnknownTurn",
    "Visitor",
    "card_of",
]
