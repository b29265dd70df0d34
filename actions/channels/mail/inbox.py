"""Inbox: the mailbox that contacts write to, over IMAP; each call signs in and out.

What lies in its folder is yet to be dealt with: what was dealt with is deleted, since the
transcript has it, and what nobody deals with is moved aside for people to see.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice

from actions.channels.channel import ChannelDown
from actions.channels.mail.thread import words_in
from actions.settings import Inbox as Settings

SECONDS = 30.0
AT_A_TIME = 20
# A mail of the largest files that are taken, in base64; what is larger is laid aside unread.
LARGEST = 40_000_000
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Raw:
    """A mail as it lies there; `content` None: it is too large to be read."""

    receipt: str
    content: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Its calls block, and raise ChannelDown."""

    settings: Settings
    password: str = field(repr=False)

    def waiting(self, *, since: datetime) -> list[Raw]:
        """Some of the mails that came since then, the oldest first."""
        with self._open() as (inbox, validity):
            # IMAP searches by the server's day, whichever that is there.
            uids = _search(inbox, f"SINCE {_day(since - timedelta(days=1))}")
            found = (self._found(inbox, uid, validity, since) for uid in uids)
            return list(islice((raw for raw in found if raw is not None), AT_A_TIME))

    def settle(self, *, done: Sequence[str], aside: Sequence[str]) -> None:
        """Deletes and moves mails by their receipts; none of a mailbox that was made anew."""
        with self._open() as (inbox, validity):
            for receipt in (*done, *aside):
                of, _, uid = receipt.partition(":")
                if of != validity:
                    continue
                if receipt in aside:
                    self._copy(inbox, uid)
                inbox.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
            inbox.expunge()

    def forget(self, words: Sequence[str], *, older: datetime) -> None:
        """Deletes what lies aside of these threads, or from before then."""
        with self._open(self.settings.aside, create=True) as (inbox, _):
            old, erased = set(_search(inbox, f"BEFORE {_day(older)}")), set(words)
            # Few lie there, and many may have been erased: each mail is asked once.
            for uid in _search(inbox, "ALL"):
                if uid in old or erased & set(words_in(_headers(inbox, uid))):
                    inbox.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
            inbox.expunge()

    def check(self) -> None:
        """Signs in and opens the folder."""
        with self._open():
            pass

    def _found(self, inbox: imaplib.IMAP4, uid: int, validity: str, since: datetime) -> Raw | None:
        told = _fetched(inbox, uid, "(INTERNALDATE RFC822.SIZE)")[0]
        came = imaplib.Internaldate2tuple(told)
        size = re.search(rb"RFC822\.SIZE (\d+)", told)
        if came is None or size is None:
            return None  # somebody else has deleted it meanwhile
        # To the second: that is all that the server says.
        if datetime(*came[:6]).astimezone(UTC) < since.replace(microsecond=0):
            return None
        receipt = f"{validity}:{uid}"
        if int(size[1]) > LARGEST:
            return Raw(receipt, None)
        return Raw(receipt, _fetched(inbox, uid, "(BODY.PEEK[])")[1])

    def _copy(self, inbox: imaplib.IMAP4, uid: str) -> None:
        folder = _quoted(self.settings.aside)
        if inbox.uid("COPY", uid, folder)[0] != "OK":
            inbox.create(folder)
            if inbox.uid("COPY", uid, folder)[0] != "OK":
                raise ChannelDown(
                    f"The mailbox has no folder {self.settings.aside!r} and lets none be made. "
                    "Make it there, or name another as mail.inbox.aside in bot/settings.yml."
                )

    @contextmanager
    def _open(
        self, folder: str | None = None, *, create: bool = False
    ) -> Iterator[tuple[imaplib.IMAP4, str]]:
        """The mailbox with a folder open, and which mailbox it is (UIDVALIDITY)."""
        settings = self.settings
        try:
            with _connected(settings) as inbox:
                inbox.login(settings.username, self.password)
                name = _quoted(folder or settings.folder)
                if inbox.select(name)[0] != "OK":
                    if not create:
                        raise ChannelDown(
                            f"The mailbox has no folder {settings.folder!r}. Correct "
                            "mail.inbox.folder in bot/settings.yml."
                        )
                    inbox.create(name)
                    inbox.select(name)
                validity = (inbox.response("UIDVALIDITY")[1] or [b""])[0] or b""
                yield inbox, validity.decode()
        except imaplib.IMAP4.error:
            raise ChannelDown(
                f"The mailbox at {settings.host}:{settings.port} does not let us in or do its "
                f"work. Check mail.inbox in bot/settings.yml and "
                f"PRIMERA_SECRET_{settings.secret.upper()}."
            ) from None
        except OSError as error:
            raise ChannelDown(
                f"The mailbox at {settings.host}:{settings.port} does not answer "
                f"({type(error).__name__})."
            ) from None


def _connected(settings: Settings) -> imaplib.IMAP4:
    """By itself imaplib believes any certificate, and would tell the password to anybody."""
    address = settings.host, settings.port
    if settings.security == "tls":
        checked = ssl.create_default_context()
        return imaplib.IMAP4_SSL(*address, ssl_context=checked, timeout=SECONDS)
    inbox = imaplib.IMAP4(*address, timeout=SECONDS)
    if settings.security == "starttls":
        try:
            inbox.starttls(ssl.create_default_context())
        except ssl.SSLError:  # signing out of what is broken would hide why it is
            with suppress(OSError):
                inbox.shutdown()
            raise
    return inbox


def _search(inbox: imaplib.IMAP4, what: str) -> list[int]:
    _, found = inbox.uid("SEARCH", what)
    return sorted(int(uid) for uid in (found[0] or b"").split())


def _fetched(inbox: imaplib.IMAP4, uid: int, what: str) -> tuple[bytes, bytes]:
    """What the server tells of a mail, and its literal."""
    _, parts = inbox.uid("FETCH", str(uid), what)
    for part in parts:
        if isinstance(part, tuple):
            return part[0], part[1]
        if isinstance(part, bytes):
            return part, b""
    return b"", b""


def _headers(inbox: imaplib.IMAP4, uid: int) -> EmailMessage:
    """What tells of which thread a mail is."""
    fields = "REFERENCES IN-REPLY-TO TO CC SUBJECT"
    _, content = _fetched(inbox, uid, f"(BODY.PEEK[HEADER.FIELDS ({fields})])")
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def _day(moment: datetime) -> str:
    """As IMAP writes a day, in English whatever the machine speaks."""
    return f"{moment.day}-{MONTHS[moment.month - 1]}-{moment.year}"


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
