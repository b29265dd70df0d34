"""A ticket of Primera, written into the form of django-helpdesk; pure."""

import re
from collections.abc import Mapping
from typing import Any

from actions.bridges.wording import description, title

PRIORITIES = {"urgent": 1, "high": 2, "normal": 3, "low": 4}
# django-helpdesk renders a follow-up as a template: what somebody writes is to stay what it is.
TEMPLATE = re.compile(r"\{(?=[{%#])|[%}#](?=\})")


def form_for(ticket: Mapping[str, Any], queue: int) -> dict[str, Any]:
    """What is posted to `/helpdesk/api/tickets/`."""
    return {
        "queue": queue,
        "title": title(ticket),
        "description": description(ticket),
        "submitter_email": ticket["contact"].get("email") or "",
        "priority": PRIORITIES.get(ticket["priority"], PRIORITIES["normal"]),
    }


def as_text(comment: str) -> str:
    """The words without what a template would take for its own."""
    return TEMPLATE.sub(lambda found: f"{found[0]}\u200b", comment)
