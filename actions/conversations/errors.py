"""What can go wrong with a conversation.

ConversationError
├── UnknownConversation
├── UnknownMessage
├── UnknownButton
├── UnknownTurn
├── UnknownAttachment
├── TooManyAttachments
└── ConflictingMessage
"""


class ConversationError(Exception):
    """A conversation cannot do what was asked of it."""


class UnknownConversation(ConversationError):
    """No conversation has this id."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"There is no conversation {conversation_id!r}. Create one first.")


class UnknownMessage(ConversationError):
    """The conversation holds no such message of the contact."""

    def __init__(self, conversation_id: str, message_ids: list[str]) -> None:
        super().__init__(
            f"Conversation {conversation_id!r} has no contact's message {', '.join(message_ids)}. "
            "Reply to ids that `receive` returned."
        )


class UnknownButton(ConversationError):
    """The conversation was never shown this button."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(
            f"Conversation {conversation_id!r} was not offered this button. "
            "Send a button_id of one of its messages, or a text."
        )


class UnknownTurn(ConversationError):
    """Nothing is recorded under this id."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No turn is recorded under {name!r}. Give the message_id of a reply of the bot, or "
            "the id of a conversation for all of its turns; the honest line of the gateway is no "
            "turn, and what was erased is gone."
        )


class UnknownAttachment(ConversationError):
    """No such file was sent in the conversation, or a message has taken it up already."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(
            f"Conversation {conversation_id!r} has no such file that is free. Upload it first, and "
            "send it with one message."
        )


class TooManyAttachments(ConversationError):
    """The conversation has as many files, or as large ones, as it may."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"Conversation {conversation_id!r} has no room for this file.")


class ConflictingMessage(ConversationError):
    """A client message id was used again with another body."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(
            f"Conversation {conversation_id!r} already has another message under this "
            "client_message_id. Use a new id for a new message."
        )
