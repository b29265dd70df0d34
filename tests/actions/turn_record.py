"""Why the bot spoke, as tests need it."""

from typing import Any

from actions.conversations.message import Turn


def record(decision: str = "answer", **known: Any) -> Turn:
    """The record of a question that was surely understood, but for what is given."""
    given: dict[str, Any] = {
        "act": "ask",
        "act_confidence": 0.9,
        "topic": "offers",
        "topic_confidence": 0.7,
        "out_of_scope": 0.1,
        "language": "es",
    }
    return Turn(**given | known, decision=decision)
