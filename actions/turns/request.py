"""What a conversation asks a person to do, as a ticket says it."""

from collections.abc import Sequence

from actions.contact import Contact
from actions.conversations.message import Message
from actions.ticket_files import ticket_files
from actions.tickets import (
    Priority,
    Protocol,
    Ticket,
    TicketFile,
    TicketRequest,
    TranscriptLine,
)
from actions.tickets.fields import ORDER_NUMBER
from actions.turns.form_speech import told_fields
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.services import Services

# Long enough for a help desk's list, short enough for a subject line.
LONGEST_SUBJECT = 80


def request_of(
    heard: Heard, memory: Memory, contact: Contact, outside: Services, *, run: str | None = None
) -> TicketRequest:
    """The ticket of a run of the form (`run`, else the memory's): one run, one ticket."""
    summary = memory.summary or ""
    language = memory.language or outside.workspace.settings.default_language
    protocol = outside.protocols.get(memory.protocol or "")
    return TicketRequest(
        idempotency_key=f"{heard.conversation_id}:{run or memory.form_run}",
        conversation_id=heard.conversation_id,
        contact=contact,
        topic=memory.topic or "",
        language=language,
        reason=memory.reason or "",
        subject=shortened(summary, LONGEST_SUBJECT),
        summary=summary,
        priority=_priority(heard, memory, protocol, outside),
        team=protocol.team if protocol else None,
        mood=memory.mood,
        details=details_of(memory, language, outside),
        page=heard.page,
        tried=(memory.article,) if memory.article else (),
        transcript=[
            _transcript_line(message)
            for message in outside.conversations.transcript(heard.conversation_id)
        ],
        follows=followed(
            outside.tickets.for_conversation(heard.conversation_id),
            topic=memory.topic,
            order_number=memory.order_number,
        ),
        attachments=files_of(heard.conversation_id, outside),
        transcript_url=(
            outside.links.url("transcript", heard.conversation_id, now=outside.now())
            if outside.links
            else None
        ),
    )


def details_of(memory: Memory, language: str, outside: Services) -> dict[str, str]:
    """The company's fields by their names, then what else was mentioned, by its kind."""
    known = {ORDER_NUMBER: memory.order_number} if memory.order_number else {}
    told = told_fields(memory, language, outside, words=False)
    # What was told before it was asked is in its field now.
    meant = {outside.fields.fields[name].kind for name in told if name not in memory.answers}
    known |= told
    others = {kind: value for kind, value in memory.details.items() if kind not in meant}
    return known | {kind: value for kind, value in others.items() if kind not in known}


def followed(
    earlier: Sequence[Ticket], *, topic: str | None, order_number: str | None
) -> str | None:
    """The closed ticket that a new one goes on with: the last on the same order, or topic."""
    for ticket in reversed(earlier):
        same_order = order_number and ticket.details.get("order_number") == order_number
        if ticket.is_over and (same_order or (topic and ticket.topic == topic)):
            return ticket.number
    return None


def files_of(conversation_id: str, outside: Services) -> tuple[TicketFile, ...]:
    """What the contact sent, each with a link of its own for the help desks."""
    files = outside.conversations.sent_attachments(conversation_id) if outside.links else ()
    return ticket_files(files, outside.links, now=outside.now())


def files_since(ticket: Ticket, conversation_id: str, outside: Services) -> tuple[TicketFile, ...]:
    """What the contact has sent in this conversation since help desks were told of files last."""
    told = [
        each.at
        for each in outside.tickets.timeline(ticket.number)
        if each.act in ("open", "add") and each.actor in ("bot", "contact")
    ]
    sent = {
        card.attachment_id
        for message in outside.conversations.transcript(conversation_id)
        if message.created_at is not None and message.created_at > max(told)
        for card in message.attachments
        if message.sender == "contact"
    }
    files = outside.conversations.sent_attachments(conversation_id) if sent else []
    new = [file for file in files if file.attachment_id in sent]
    return ticket_files(new, outside.links, now=outside.now())


def raised(own: Priority, *, is_angry: bool, has_asked_before: bool) -> Priority:
    """A topic's own priority, raised for somebody who is angry; more so in a second contact."""
    if not is_angry:
        return own
    if has_asked_before:
        return "urgent"
    return own if own == "urgent" else "high"


def shortened(text: str, longest: int) -> str:
    """The first line of a text, cut at a word where it is longer than `longest` characters."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"


def _priority(
    heard: Heard, memory: Memory, protocol: Protocol | None, outside: Services
) -> Priority | None:
    """None: the topic's own."""
    if protocol is not None:
        return protocol.priority
    if memory.mood is None:
        return None
    earlier = outside.tickets.for_conversation(heard.conversation_id)
    own = outside.desk.priority(memory.topic or "")
    return raised(own, is_angry=True, has_asked_before=bool(earlier))


def _transcript_line(message: Message) -> TranscriptLine:
    assert message.created_at is not None  # stored messages have a time
    return TranscriptLine(sender=message.sender, text=message.text, at=message.created_at)
