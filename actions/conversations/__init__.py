"""Conversations: what was said, by whom, and why the bot said it."""

from actions.contact import Contact
from actions.conversations.conversation import Conversation, Pending, Received
from actions.conversations.errors import (
    ConflictingMessage,
    ConversationError,
    UnknownButton,
    UnknownConversation,
    UnknownMessage,
    UnknownTurn,
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
    Start,
    TicketCard,
    Turn,
)
from actions.conversations.recorded import RecordedTurn
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
    "RecordedTurn",
    "Reply",
    "Sender",
    "Start",
    "TicketCard",
    "Turn",
    "UnknownButton",
    "UnknownConversation",
    "UnknownMessage",
    "UnknownTurn",
    "Visitor",
]
