"""The shared mailbox over IMAP; every call signs in, does one thing and signs out."""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import SplitResult

from actions.bridges.helpdesk import HelpdeskError

SECONDS = 20.0
AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Its calls block: a thread of their own runs them. They raise HelpdeskError."""

    url: SplitResult  # imaps://host:port, or imap:// on this machine
    user: str
    password: str = field(repr=False)

    def holds(self, message_id: str) -> bool:
        """Whether a mail of this id is there."""
        with self._open() as inbox:
            return bool(self._search(inbox, f'HEADER Message-ID "{message_id}"'))

    def after(self, looked: Callable[[str], int]) -> tuple[str, list[tuple[int, EmailMessage]]]:
        """Which mailbox it is (UIDVALIDITY), and its mails after the UID that `looked` says."""
        with self._open() as inbox:
            validity = (inbox.response("UIDVALIDITY")[1] or [b""])[0] or b""
            known = looked(validity.decode())
            # `n:*` always has the last mail, even if that is older than n.
            uids = [uid for uid in self._search(inbox, f"UID {known + 1}:*") if uid > known]
            return validity.decode(), list(self._fetched(inbox, sorted(uids)[:AT_A_TIME]))

    def delete(self, reference: str) -> None:
        """Deletes the mails of a thread for good."""
        with self._open() as inbox:
            for header in ("Message-ID", "References", "In-Reply-To"):
                for uid in self._search(inbox, f'HEADER {header} "{reference}"'):
                    inbox.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            inbox.expunge()

    @contextmanager
    def _open(self) -> Iterator[imaplib.IMAP4]:
        try:
            with self._connected() as inbox:
                inbox.login(self.user, self.password)
                inbox.select("INBOX")
                yield inbox
        except imaplib.IMAP4.error as error:
            raise HelpdeskError(
                f"The mailbox does not let the bridge in or do its work ({type(error).__name__}). "
                "Check PRIMERA_BRIDGE_USER and PRIMERA_BRIDGE_PASSWORD."
            ) from None
        except OSError as error:
            raise HelpdeskError(f"The mailbox did not answer ({type(error).__name__}).") from None

    def _connected(self) -> imaplib.IMAP4:
        """By itself imaplib believes any certificate, and would tell the password to anybody."""
        address = self.url.hostname or "", self.url.port or 993
        if self.url.scheme != "imaps":
            return imaplib.IMAP4(*address, timeout=SECONDS)
        checked = ssl.create_default_context()
        return imaplib.IMAP4_SSL(*address, ssl_context=checked, timeout=SECONDS)

    def _search(self, inbox: imaplib.IMAP4, what: str) -> list[int]:
        _, found = inbox.uid("SEARCH", what)
        return [int(uid) for uid in (found[0] or b"").split()]

    def _fetched(self, inbox: imaplib.IMAP4, uids: list[int]) -> Iterator[tuple[int, EmailMessage]]:
        for uid in uids:
            _, parts = inbox.uid("FETCH", str(uid), "(BODY.PEEK[])")
            for part in parts:
                if isinstance(part, tuple):
                    mail = message_from_bytes(part[1], policy=policy.default)
                    assert isinstance(mail, EmailMessage)
                    yield uid, mail
