"""What happened to a ticket, as a help desk receives it (Standard Webhooks)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from actions.tickets.ticket import Ticket, TicketFile, TranscriptLine

if TYPE_CHECKING:
    from actions.tickets.task import Task

BODY_BYTES = 20_000  # Standard Webhooks advises to stay below 20 KB

# Bytes of JSON each part may take; together they leave about a third for the transcript.
SUBJECT_BYTES = 400
SUMMARY_BYTES = 6_000
FIELD_BYTES = 300
DETAILS_BYTES = 3_000
URL_BYTES = 1_000
LINE_BYTES = 2_000
MESSAGE_BYTES = 6_000
TRIED = 10
FILES = 6  # the newest; below 600 bytes each
NAME_BYTES = 150
TASKS = 5  # the newest; below 700 bytes each
TASK_BYTES = 200

ELLIPSIS = "…"

EventType = Literal[
    "ticket.created",
    "ticket.updated",
    "ticket.message_added",
    "ticket.escalated",
    "ticket.resolved",
    "ticket.closed",
    "contact.erased",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a ticket, ready to be sent."""

    type: EventType
    occurred_at: datetime
    body: str


def ticket_created(
    ticket: Ticket,
    transcript: Iterable[TranscriptLine],
    *,
    page: str | None = None,
    attachments: Sequence[TicketFile] = (),
    transcript_url: str | None = None,
) -> Event:
    """`ticket.created`, its transcript cut from the oldest so that the body stays small.

    `page`: the address of the ticket's private page.
    """
    lines = [_line(line) for line in transcript]
    data = {"ticket": _ticket_data(ticket, page)}
    data["ticket"]["attachments"] = [_file(file) for file in attachments[-FILES:]]
    data["ticket"]["attachments_omitted"] = max(0, len(attachments) - FILES)
    data["ticket"]["transcript_url"] = transcript_url
    whole = _envelope("ticket.created", ticket.created_at, data)
    newest = _newest_that_fit(lines, BODY_BYTES - len(_json(whole).encode()))
    data["ticket"]["transcript"] = newest
    data["ticket"]["transcript_omitted"] = len(lines) - len(newest)
    return Event("ticket.created", ticket.created_at, _json(whole))


def ticket_changed(
    ticket: Ticket,
    type: EventType,
    *,
    change: Mapping[str, Any],
    message: TranscriptLine | None = None,
    files: Sequence[TicketFile] = (),
    page: str | None = None,
    now: datetime,
) -> Event:
    """A ticket as it stands after a change; `change` says what it was, `message` what was said,
    `files` what came with it.

    The transcript is not sent again.
    """
    data: dict[str, Any] = {"ticket": _ticket_data(ticket, page), "change": dict(change)}
    if message is not None:
        data["message"] = _line(message) | {"text": clipped(message.text, MESSAGE_BYTES)}
        if files:
            data["message"]["attachments"] = [_file(file) for file in files[-FILES:]]
            data["message"]["attachments_omitted"] = max(0, len(files) - FILES)
    return Event(type, now, _json(_envelope(type, now, data)))


def contact_erased(number: str, public_id: str, *, sequence: int, now: datetime) -> Event:
    """`contact.erased`: which ticket's contact wants to be forgotten, and nothing of them."""
    ticket = {
        "number": number,
        "public_id": public_id,
        "external_ref": None,
        "sequence": sequence,
    }
    content = _envelope("contact.erased", now, {"ticket": ticket})
    return Event("contact.erased", now, _json(content))


def _envelope(type: EventType, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": type, "timestamp": utc(at), "data": data}


def _ticket_data(ticket: Ticket, page: str | None) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "public_id": ticket.public_id,
        "external_ref": None,
        "status": ticket.status,
        "assignee": _clipped_or_none(ticket.assignee),
        "follows": ticket.follows,
        "status_url": page,
        "topic": clipped(ticket.topic, FIELD_BYTES),
        "priority": ticket.priority,
        "language": clipped(ticket.language, FIELD_BYTES),
        "mood": ticket.mood,
        "team": ticket.team,
        "reason": clipped(ticket.reason, FIELD_BYTES),
        "contact": {
            "name": _clipped_or_none(ticket.contact.name),
            "email": _clipped_or_none(ticket.contact.email),
            "phone": _clipped_or_none(ticket.contact.phone),
            "verified": ticket.contact.verified,
            "external_id": _clipped_or_none(ticket.contact.external_id),
        },
        "subject": clipped(ticket.subject, SUBJECT_BYTES),
        "summary": clipped(ticket.summary, SUMMARY_BYTES),
        "details": _details(ticket.details),
        "page": _page(ticket.page),
        "tried": [clipped(article, FIELD_BYTES) for article in ticket.tried[:TRIED]],
        "attachments": [],
        "transcript": [],
        "transcript_omitted": 0,
        "sla": {
            "first_answer_due": utc(ticket.first_answer_due),
            "solution_due": utc(ticket.solution_due),
        },
        "tasks": [_task(task) for task in ticket.tasks[-TASKS:]],
        "sequence": ticket.sequence,
    }


def _task(task: "Task") -> dict[str, Any]:
    names = {"asked_by": task.asked_by, "done_by": task.done_by}
    return {
        "number": task.number,
        "team": task.team,
        "state": task.state,
        "what": clipped(task.what, TASK_BYTES),
        **{name: value and clipped(value, NAME_BYTES) for name, value in names.items()},
        "asked_at": task.asked_at,
        "done_at": task.done_at,
    }


def _details(details: Mapping[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    left = DETAILS_BYTES
    for slot, value in details.items():
        name, text = clipped(slot, FIELD_BYTES), clipped(value, FIELD_BYTES)
        left -= _size(name) + _size(text)
        if left < 0:
            break
        kept[name] = text
    return kept


def _page(page: Mapping[str, Any] | None) -> dict[str, str] | None:
    if page is None:
        return None
    given = {name: page.get(name) for name in ("url", "title")}
    return {name: clipped(str(text), URL_BYTES) for name, text in given.items() if text}


def _line(line: TranscriptLine) -> dict[str, str]:
    return {
        "sender": clipped(line.sender, FIELD_BYTES),
        "text": clipped(line.text, LINE_BYTES),
        "at": utc(line.at),
    }


def _file(file: TicketFile) -> dict[str, Any]:
    return {
        "name": clipped(file.name, NAME_BYTES),
        "type": file.type,
        "size": file.size,
        "url": file.url,
    }


def _newest_that_fit(lines: list[dict[str, str]], room: int) -> list[dict[str, str]]:
    # One byte for each comma; the count of omitted lines may grow by some digits.
    room -= len(str(len(lines)))
    first = len(lines)
    for line in reversed(lines):
        room -= len(_json(line).encode()) + 1
        if room <= 0:
            break
        first -= 1
    return lines[first:]


def clipped(text: str, size: int) -> str:
    """The text, cut with an ellipsis so that it takes at most `size` bytes of JSON."""
    text = sendable(text)
    if _size(text) <= size:
        return text
    room = size - _size(ELLIPSIS)
    kept = 0
    for character in text:
        room -= _size(character)
        if room < 0:
            break
        kept += 1
    return text[:kept] + ELLIPSIS


def sendable(text: str) -> str:
    """The text without half characters (lone surrogates), which no receiver could decode."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _clipped_or_none(text: str | None) -> str | None:
    return None if text is None else clipped(text, FIELD_BYTES)


def _size(text: str) -> int:
    return len(_json(text).encode()) - 2  # without the quotes


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def utc(moment: datetime) -> str:
    """As every event writes a moment, e.g. `2026-03-24T09:30:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
