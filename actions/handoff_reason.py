"""Why people take a conversation over; the list is closed, so that it can be counted."""

from typing import Literal, get_args

HandoffReason = Literal[
    "asked_for_person", "angry", "protocol", "no_answer", "low_confidence", "ticket_needs_it"
]
HANDOFF_REASONS: tuple[HandoffReason, ...] = get_args(HandoffReason)
