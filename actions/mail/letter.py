"""Letter: a mail in plain text, threaded with those before it."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a letter."""

    name: str = field(repr=False)
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What makes a letter an answer: where one replies to, the ids of the mails before, files."""

    reply_to: str
    references: tuple[str, ...]
    files: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """`id` is the same at every attempt, and what later letters refer to in `after`."""

    id: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    language: str
    after: tuple[str, ...] = ()  # the ids of the letters before it, oldest first
    envelope: "Envelope | None" = None  # of an answer to a mail


def as_message(letter: Letter, *, sender: str, company: str, now: datetime) -> EmailMessage:
    """The mail as it is sent; nobody's answering machine is to answer it."""
    domain = sender.rpartition("@")[2]
    message = EmailMessage()
    message["From"] = Address(company, addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = _message_id(letter.id, domain)
    before = [_message_id(each, domain) for each in letter.after]
    if letter.envelope is not None:
        message["Reply-To"] = Address(company, addr_spec=letter.envelope.reply_to)
        before = list(letter.envelope.references)
    if before:
        message["In-Reply-To"] = before[-1]
        message["References"] = " ".join(before)
    # RFC 3834; Exchange knows a header of its own.
    message["Auto-Submitted"] = "auto-replied" if letter.envelope else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = letter.language
    message.set_content(letter.text)
    for file in letter.envelope.files if letter.envelope else ():
        main, _, sub = file.type.partition("/")
        message.add_attachment(file.content, main, sub, filename=file.name)
    return message


def _message_id(letter_id: str, domain: str) -> str:
    return f"<{letter_id}@{domain}>"
