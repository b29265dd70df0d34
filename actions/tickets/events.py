"""What happened to a ticket, as a help desk receives it (Standard Webhooks)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from actions.tickets.ticket import Ticket, TranscriptLine

BODY_BYTES = 20_000  # Standard Webhooks advises to stay below 20 KB

# Bytes of JSON each part may take; together they leave about a third for the transcript.
SUBJECT_BYTES = 400
SUMMARY_BYTES = 6_000
FIELD_BYTES = 300
DETAILS_BYTES = 3_000
URL_BYTES = 1_000
LINE_BYTES = 2_000
TRIED = 10

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a ticket, ready to be sent."""

    type: str
    occurred_at: datetime
    body: str


def ticket_created(ticket: Ticket, transcript: Iterable[TranscriptLine]) -> Event:
    """`ticket.created`, its transcript cut from the oldest so that the body stays small."""
    lines = [_line(line) for line in transcript]
    data = {"ticket": _ticket_data(ticket)}
    newest = _newest_that_fit(lines, BODY_BYTES - len(_json(_envelope(ticket, data)).encode()))
    data["ticket"]["transcript"] = newest
    data["ticket"]["transcript_omitted"] = len(lines) - len(newest)
    return Event("ticket.created", ticket.created_at, _json(_envelope(ticket, data)))


def contact_erased(number: str, public_id: str, *, sequence: int, now: datetime) -> Event:
    """`contact.erased`: which ticket's contact wants to be forgotten, and nothing of them."""
    ticket = {
        "number": number,
        "public_id": public_id,
        "external_ref": None,
        "sequence": sequence,
    }
    content = {"type": "contact.erased", "timestamp": _utc(now), "data": {"ticket": ticket}}
    return Event("contact.erased", now, _json(content))


def _envelope(ticket: Ticket, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": "ticket.created", "timestamp": _utc(ticket.created_at), "data": data}


def _ticket_data(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "public_id": ticket.public_id,
        "external_ref": None,
        "topic": clipped(ticket.topic, FIELD_BYTES),
        "priority": ticket.priority,
        "language": clipped(ticket.language, FIELD_BYTES),
        "mood": None,
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
            "first_answer_due": _utc(ticket.first_answer_due),
            "solution_due": _utc(ticket.solution_due),
        },
        "sequence": ticket.sequence,
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
        "at": _utc(line.at),
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


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
