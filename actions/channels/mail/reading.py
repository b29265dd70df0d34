"""A mail as it lies in the mailbox, read as a contact's message or as what is none; pure."""

import hashlib
import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from actions.channels.channel import Incoming, IncomingFile, Unwanted, Writer
from actions.channels.mail.automatic import Kind, is_for_good, kind_of
from actions.channels.mail.body import Body, body_of
from actions.channels.mail.inbox import Raw
from actions.channels.mail.sender import Sender, sender_of
from actions.channels.mail.thread import ids_of_ours, plain_subject, references_of, words_in
from actions.channels.mail.written import written

# A text of so few words may well have its matter in the subject.
SHORT = 8  # words
NO_SUBJECT = re.compile(r"\(?(?:sin asunto|no subject|none)\)?", re.IGNORECASE)


def read(raw: Raw, *, own: str, server: str | None) -> Incoming | Unwanted:
    """`own` is the bot's address, `server` the name of the mail server that is believed."""
    if raw.content is None:
        return Unwanted(raw.receipt, "too large")
    try:
        return _read(raw.receipt, raw.content, own=own, server=server)
    # What strangers send can break a parser in ways that nobody has listed; it is laid aside.
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Unwanted(raw.receipt, "unreadable")


def _read(receipt: str, content: bytes, *, own: str, server: str | None) -> Incoming | Unwanted:
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    kind = kind_of(mail, own=own)
    if kind is Kind.BOUNCE and is_for_good(mail):
        gone = ids_of_ours(content.decode("latin-1"))
        return Unwanted(receipt, kind.value, gone=tuple(id.partition(".")[0] for id in gone))
    if kind is not Kind.PERSON:
        return Unwanted(receipt, kind.value)
    sender = sender_of(mail, server=server)
    if sender is None:
        return Unwanted(receipt, "from nobody")
    return _incoming(receipt, content, mail, sender)


def _incoming(receipt: str, content: bytes, mail: EmailMessage, sender: Sender) -> Incoming:
    body, references, subject = body_of(mail), references_of(mail), plain_subject(mail)
    ours = words_in(mail)
    said = written(body.text, author=sender.name).text
    id = references.id or hashlib.sha256(content).hexdigest()
    return Incoming(
        id=f"{id} {sender.address.casefold()}",
        receipt=receipt,
        writer=Writer(sender.address, sender.name, sender.checked),
        text=said if ours or references.before else with_subject(said, subject),
        files=_files(body),
        threads=ours,
        answers=ids_of_ours(" ".join(references.before)),
        language=_language(mail),
        subject=subject,
        context={"subject": subject, "references": list(references.chain)},
    )


def with_subject(text: str, subject: str) -> str:
    """The text of a first mail; a short one with its subject before it, where that says more."""
    if not subject or NO_SUBJECT.fullmatch(subject) or subject.casefold() in text.casefold():
        return text
    says_enough = "?" in text or len(text.split()) >= SHORT
    return text if says_enough else f"{subject}\n\n{text}".strip()


def _files(body: Body) -> tuple[IncomingFile, ...]:
    return tuple(IncomingFile(each.name, each.content) for each in body.files)


def _language(mail: EmailMessage) -> str | None:
    """What the mail program says its user writes in; programs seldom do."""
    given = str(mail.get("Content-Language", "") or "").split(",")[0].strip()
    return given or None
