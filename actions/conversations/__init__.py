"""Conversations: what was said, by whom, and why the bot said it."""

from actions.contact import Contact
from actions.conversations.conversation import Conversation, Pending, Received
from actions.conversations.errors import (
    ConflictingMessage,
    ConversationError,
    UnknownButton,
    UnknownConversation,
    UnknownMessage,
)
from actions.conversations.message import (
    ArticleLink,
    Author,
    Button,
    Hit,
    Kind,
    Message,
    Reply,
    Sender,
    TicketCard,
    Turn,
)
from actions.conversations.store import ConversationStore
from actions.conversations.visitors import Visitor

__all__ = [
    "ArticleLink",
    "Author",
    "Button",
    "ConflictingMessage",
    "Contact",
    "Conversation",
    "ConversationError",
    "ConversationStore",
    "Hit",
    "Kind",
    "Message",
    "Pending",
    "Received",
    "Reply",
    "Sender",
    "TicketCard",
    "Turn",
    "UnknownButton",
    "UnknownConversation",
    "UnknownMessage",
    "Visitor",
]
