"""What can go wrong with a handoff.

HandoffError
├── UnknownHandoff     nobody of the company has this conversation, or ever had
├── HandoffOver        it has ended: the bot has the conversation again
├── TakenBySomebody    another agent has it
└── NotYours           only who has it may do this
"""


class HandoffError(Exception):
    """A conversation cannot be handed over, taken or given back as asked."""


class UnknownHandoff(HandoffError):
    """The conversation was never handed over."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"Conversation {conversation_id!r} waits for nobody. List what waits.")


class HandoffOver(HandoffError):
    """The bot has the conversation again, or a team has it as a ticket."""

    def __init__(self) -> None:
        super().__init__("The handoff has ended. A contact who asks again is handed over again.")


class TakenBySomebody(HandoffError):
    """Another agent has it; `by` is their name."""

    def __init__(self, by: str) -> None:
        super().__init__(f"{by} has this conversation. Ask them, or have a lead transfer it.")
        self.by = by


class NotYours(HandoffError):
    """Only who has the conversation may do this."""

    def __init__(self) -> None:
        super().__init__("Take the conversation first.")
