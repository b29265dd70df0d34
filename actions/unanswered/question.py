"""UnansweredQuestion: one question for a lead to review."""

from dataclasses import dataclass, field
from datetime import datetime

from actions.unanswered.gaps import Why


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question as it was asked, but for what tells who asked it."""

    id: int
    message_id: str | None  # the bot's, which shows that there was no answer
    conversation_id: str | None  # both None once the conversation's time is over
    question: str = field(repr=False)
    language: str
    topic: str
    why: Why
    article: str | None  # what was shown and did not help, or was chosen
    asked_at: datetime
    tickets: tuple[str, ...] = ()  # numbers of the conversation's tickets opened since
    closed_at: datetime | None = None
    closed_with: str | None = None  # the article that answers it from now on
    closing: str = ""  # why it needs none, or what a lead says of it
