"""A ticket of Primera, written into the form of django-helpdesk; pure."""

from collections.abc import Iterator, Mapping
from typing import Any

TITLE_LENGTH = 200  # django-helpdesk refuses longer ones
PRIORITIES = {"urgent": 1, "high": 2, "normal": 3, "low": 4}


def form_for(ticket: Mapping[str, Any], queue: int) -> dict[str, Any]:
    """What is posted to `/helpdesk/api/tickets/`."""
    return {
        "queue": queue,
        "title": _title(ticket),
        "description": "\n".join(_description(ticket)),
        "submitter_email": ticket["contact"].get("email") or "",
        "priority": PRIORITIES.get(ticket["priority"], PRIORITIES["normal"]),
    }


def reference(ticket: Mapping[str, Any]) -> str:
    """The line by which the ticket is found again.

    A title may be changed by an agent's follow-up, and a number returns when a database is
    made anew; the public id does neither.
    """
    return f"Primera: {ticket['number']} ({ticket['public_id']})"


def _title(ticket: Mapping[str, Any]) -> str:
    title = " ".join(f"[{ticket['number']}] {ticket['subject']}".split())
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"


def _description(ticket: Mapping[str, Any]) -> Iterator[str]:
    yield ticket["summary"]
    yield from _section("Details", ticket["details"])
    yield from _section("Contact", {k: v for k, v in ticket["contact"].items() if k != "verified"})
    yield from _section("Promised (UTC)", ticket["sla"])
    yield from _section("Page", ticket.get("page") or {})
    if ticket.get("tried"):
        yield from ("", "Articles shown", *(f"- {article}" for article in ticket["tried"]))
    yield from ("", "Transcript")
    if omitted := ticket.get("transcript_omitted"):
        yield f"({omitted} older messages are left out)"
    for line in ticket["transcript"]:
        yield f"{line['sender']}: {line['text']}"
    yield from ("", reference(ticket))


def _section(title: str, fields: Mapping[str, Any]) -> Iterator[str]:
    filled = [f"- {name}: {value}" for name, value in fields.items() if value]
    if filled:
        yield from ("", title, *filled)
