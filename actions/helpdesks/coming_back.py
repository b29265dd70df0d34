"""What follows from what a help desk says of a ticket; pure."""

from collections.abc import Mapping

from actions.helpdesks.answer import ExternalMessage
from actions.tickets import Act, Change, Status

# From a state of ours to one that the help desk reports. What is missing is no change: somebody
# who takes what waits for the contact leaves it waiting, and what is closed has been resolved.
ACTS: Mapping[tuple[Status, Status], tuple[Act, ...]] = {
    ("open", "in_progress"): ("take",),
    ("open", "waiting_for_contact"): ("wait",),
    ("open", "resolved"): ("resolve",),
    ("open", "closed"): ("close",),
    ("in_progress", "open"): ("release",),
    ("in_progress", "waiting_for_contact"): ("wait",),
    ("in_progress", "resolved"): ("resolve",),
    ("in_progress", "closed"): ("close",),
    ("waiting_for_contact", "resolved"): ("resolve",),
    ("waiting_for_contact", "closed"): ("close",),
    ("resolved", "open"): ("reopen",),
    ("resolved", "in_progress"): ("reopen",),
    ("resolved", "waiting_for_contact"): ("reopen", "wait"),
    ("resolved", "closed"): ("close",),
    ("closed", "open"): ("reopen",),
    ("closed", "in_progress"): ("reopen",),
    ("closed", "waiting_for_contact"): ("reopen", "wait"),
}


def acts_between(ours: Status, theirs: Status) -> tuple[Act, ...]:
    """What is to be done to a ticket so that it stands where the help desk says."""
    return ACTS.get((ours, theirs), ())


def said(message: ExternalMessage, status: Status, *, via: str) -> Change:
    """A person's reply as a change; to a closed ticket it can only be given by reopening it."""
    return Change(
        act="reopen" if status == "closed" else "reply",
        actor="agent",
        author=message.author,
        text=message.text,
        key=f"{via}:{message.id}"[:200],
        via=via,
    )
