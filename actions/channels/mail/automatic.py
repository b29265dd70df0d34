"""Whether a mail is a person's, or a program's that must not be answered; pure.

Two programs that answer each other never stop: in doubt nothing is answered, and the mail is laid
aside for people to see (RFC 3834, RFC 5230, RFC 3464).
"""

import re
from email.message import EmailMessage
from email.utils import getaddresses
from enum import Enum

from actions.channels.mail.words import words

# Nobody reads what is sent there, or nobody may answer it.
NOBODY = re.compile(
    r"^(?:mailer-daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply|no[-_.]?responder|"
    r"bounces?|listserv|majordomo|[\w.-]*-(?:request|bounces|owner)|owner-[\w.-]*)(?:[+=-].*)?$",
    re.IGNORECASE,
)
DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|bounces?)(?:[+=-].*)?$", re.IGNORECASE)
BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
# Set by a program that answers; no person's mail has one of them.
SIGNS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-AutoReply-From",
    "X-Auto-Reply",
    "X-Mail-Autoreply",
    "X-Loop",
    "X-FC-MachineGenerated",
    "Delivered-To-Autoresponder",
)
LISTS = ("List-Id", "List-Post", "List-Unsubscribe", "List-Help", "Feedback-ID")
# What `X-Auto-Response-Suppress` says of a mail that is itself an answer or a notice.
SUPPRESSED = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)


class Kind(Enum):
    """What a mail is."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LIST = "list"
    OWN = "own"


def kind_of(mail: EmailMessage, *, own: str) -> Kind:
    """Judges by the envelope alone; `own` is the address that the bot writes from."""
    if _is_bounce(mail):
        return Kind.BOUNCE
    if _sender(mail).casefold() == own.casefold():
        return Kind.OWN
    if _is_automatic(mail):
        return Kind.AUTOMATIC
    return Kind.LIST if _is_of_a_list(mail, own) else Kind.PERSON


def is_for_good(mail: EmailMessage) -> bool:
    """Whether a bounce says that the address will never take a mail."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            told = part.as_string()
            return bool(re.search(r"^Status:\s*5\.", told, re.MULTILINE | re.IGNORECASE))
    return False


def _is_bounce(mail: EmailMessage) -> bool:
    report = str(mail.get_param("report-type", "") or "").lower()
    if mail.get_content_type() == "multipart/report" and report == "delivery-status":
        return True
    if _header(mail, "Return-Path") == "<>" and not _is_answer(mail):
        return True
    if mail.get("X-Failed-Recipients"):
        return True
    local = _sender(mail).rpartition("@")[0]
    return bool(DAEMON.match(local) and words().bounce_subject.match(_subject(mail)))


def _is_answer(mail: EmailMessage) -> bool:
    """Answering machines, too, send from no address (RFC 3834): told apart by what they say."""
    return _header(mail, "Auto-Submitted").startswith("auto-replied")


def _is_automatic(mail: EmailMessage) -> bool:
    submitted = _header(mail, "Auto-Submitted").partition(";")[0].strip()
    if submitted not in ("", "no"):
        return True
    if _header(mail, "Precedence") in BULK - {"list"} or any(mail.get(each) for each in SIGNS):
        return True
    if SUPPRESSED.search(_header(mail, "X-Auto-Response-Suppress")):
        return True
    if mail.get_content_type() == "multipart/report" or _header(mail, "Return-Path") == "<>":
        return True
    local = _sender(mail).rpartition("@")[0]
    return not local or bool(NOBODY.match(local) or words().automatic_subject.match(_subject(mail)))


def _is_of_a_list(mail: EmailMessage, own: str) -> bool:
    """A newsletter's or a list's, unless the list is the way by which our own mail comes."""
    marks = " ".join(_header(mail, each) for each in LISTS)
    if not marks.strip() and _header(mail, "Precedence") != "list":
        return False
    local, _, domain = own.casefold().partition("@")
    ours = (f"{local}@{domain}", f"<{local}.{domain}>")
    listed = f"{_header(mail, 'List-Post')} {_header(mail, 'List-Id')}".casefold()
    return not any(each in listed for each in ours)


def _sender(mail: EmailMessage) -> str:
    addresses = getaddresses([str(each) for each in mail.get_all("From", [])])
    return addresses[0][1] if addresses else ""


def _subject(mail: EmailMessage) -> str:
    return str(mail.get("Subject", "") or "").strip()


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, "") or "").strip().lower()
