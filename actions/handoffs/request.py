"""The ticket of a handoff that nobody took: what the contact wrote, for the team that answers."""

from collections.abc import Iterable, Sequence

from actions.contact import Contact
from actions.conversations.message import Message
from actions.conversations.visitors import Visitor
from actions.handoffs.handoff import Handoff
from actions.tickets import TicketFile, TicketRequest, TranscriptLine

LONGEST_SUBJECT = 80
LONGEST_SUMMARY = 2_000


def request_of(
    handoff: Handoff,
    said: Sequence[Message],
    *,
    known: Contact | None,
    visitor: Visitor | None,
    files: tuple[TicketFile, ...] = (),
    transcript_url: str | None = None,
) -> TicketRequest:
    """One handoff is one ticket, however often it is asked for."""
    summary = summary_of(said)
    return TicketRequest(
        idempotency_key=f"handoff:{handoff.conversation_id}:{handoff.id}",
        conversation_id=handoff.conversation_id,
        contact=contact_of(known, visitor),
        topic=handoff.topic,
        language=handoff.language,
        reason=f"protocol_{handoff.protocol}" if handoff.protocol else handoff.reason,
        team=handoff.ticket_team,
        priority=handoff.priority,
        subject=_first_line(summary),
        summary=summary,
        transcript=[
            TranscriptLine(message.sender, message.text, message.created_at)
            for message in said
            if message.created_at is not None
        ],
        attachments=files,
        transcript_url=transcript_url,
    )


def summary_of(said: Iterable[Message]) -> str:
    """What the contact wrote, the newest whole lines that fit."""
    lines: list[str] = []
    left = LONGEST_SUMMARY
    for message in reversed([one for one in said if one.sender == "contact"]):
        left -= len(message.text) + 1
        if left < 0 and lines:
            break
        lines.insert(0, message.text[:LONGEST_SUMMARY])
    return "\n".join(lines)


def contact_of(known: Contact | None, visitor: Visitor | None) -> Contact:
    """Who asks: whom the site vouches for, else what they said of themselves."""
    if visitor is None:
        return known or Contact()
    return Contact(
        name=visitor.name,
        email=visitor.email,
        phone=visitor.phone,
        verified=bool(visitor.email or visitor.phone),
        external_id=visitor.external_id,
    )


def _first_line(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"
