"""A shared mailbox, spoken to by SMTP and IMAP."""

import asyncio
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, get_args
from urllib.parse import SplitResult, urlsplit

import aiosmtplib

from actions.bridges.email.archive import Archive
from actions.bridges.email.mailbox import Mailbox
from actions.bridges.email.reply import ABOVE, HOW, Said, said_by
from actions.bridges.helpdesk import HelpdeskError, Status, Ticket, TicketRefused
from actions.bridges.settings import BridgeSettings, BridgeSettingsError
from actions.bridges.wording import description, title

SMTP_SECONDS = 30.0
SIGN = "X-Primera-State"
PUBLIC_ID = re.compile(r"<([\w-]{8,64})@")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
STATES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Places:
    """Where mail goes out and is read, and who of the team may answer customers."""

    smtp: SplitResult
    imap: SplitResult
    team: tuple[str, ...]

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Places":
        """From the bridge's variables; raises BridgeSettingsError."""
        return cls(
            _url(environment, "PRIMERA_BRIDGE_SMTP", ("smtp", "smtp+starttls", "smtps")),
            _url(environment, "PRIMERA_BRIDGE_IMAP", ("imap", "imaps")),
            _team(environment.get("PRIMERA_BRIDGE_TEAM", "")),
        )


class MailHelpDesk:
    """One mailbox. A ticket's id is its public id: by that its thread is known."""

    def __init__(self, settings: BridgeSettings, places: Places) -> None:
        self._settings = settings
        self._places = places
        self._mailbox = Mailbox(places.imap, settings.user, settings.password)
        file = settings.state_file
        self._archive = Archive(file.with_name(f"{file.stem}.mail{file.suffix}"))
        self._domain = settings.user.rpartition("@")[2] or "localhost"

    async def newest(self) -> int:
        """The mailbox is searched."""
        return 0

    async def find(self, ticket: Ticket, *, after: int | None) -> str | None:
        """Whether its first mail has arrived."""
        id = str(ticket["public_id"])
        return id if await asyncio.to_thread(self._mailbox.holds, self._id(id)) else None

    async def create(self, ticket: Ticket, queue: str) -> str | None:
        """The first mail of a thread, to the queue's address."""
        id = str(ticket["public_id"])
        text = f"{ABOVE}\n{HOW}\n\n{description(ticket)}"
        await self._send(self._mail(queue, title(ticket), text, self._id(id)))
        return id

    async def read(self, id: str) -> dict[str, Any]:
        """What people said with a word for the customer, and the last state."""
        await self.changed()
        state, messages = self._archive.read(id)
        return {"external_ref": id, "state": state, "status": state, "messages": messages}

    async def note(self, id: str, text: str, *, mark: str) -> None:
        """A further mail of the thread, among the team."""
        message_id = self._id(mark)
        if not await asyncio.to_thread(self._mailbox.holds, message_id):
            await self._send(self._further(id, text, message_id))

    async def stand(self, id: str, status: Status, *, state: str | None) -> None:
        """A mail that says so; what came before it no longer holds."""
        if self._archive.read(id)[0] == status:
            return
        message_id = self._id(f"state-{datetime.now(UTC).timestamp():.6f}-{id}")
        mail = self._further(id, f"In Primera it is {status.replace('_', ' ')} now.", message_id)
        mail[SIGN] = f"{status} {self._signed(message_id, status)}"
        await self._send(mail)
        self._archive.keep(id, message_id, Said("", status, None))

    async def move(self, id: str, queue: str) -> None:
        """Tells the other queue's address."""
        text = "It is with you from now on; the whole thread is in the shared mailbox."
        message_id = self._id(f"move-{datetime.now(UTC).timestamp():.6f}-{id}")
        mail = self._further(id, text, message_id)
        del mail["To"]
        mail["To"] = queue
        await self._send(mail)

    async def delete(self, id: str) -> None:
        """The thread in the mailbox; what people's own programs have copied is theirs to delete."""
        await asyncio.to_thread(self._mailbox.delete, id)
        self._archive.forget(id)

    async def changed(self) -> Sequence[str]:
        """Reads what is new in the mailbox; the tickets that it is about."""
        about: list[str] = []
        while True:
            validity, mails = await asyncio.to_thread(self._mailbox.after, self._archive.looked)
            for uid, mail in mails:
                if (found := self._taken(mail)) is not None:
                    about.append(found)
                self._archive.look(validity, uid)
            if not mails:
                return about

    async def check(self) -> dict[str, Any]:
        """Signs in to both servers."""
        await asyncio.to_thread(self._mailbox.holds, self._id("none"))
        try:
            async with self._smtp():
                pass
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise HelpdeskError(
                f"The mail server does not let the bridge in ({type(error).__name__})."
            ) from None
        return {
            "helpdesk": f"the mailbox {self._settings.user}",
            "user": self._settings.user,
            "states": list(STATES),
            "mails_customer": False,
        }

    def _taken(self, mail: EmailMessage) -> str | None:
        refers = f"{mail.get('References', '')} {mail.get('In-Reply-To', '')}"
        found = PUBLIC_ID.search(refers)
        if found is None:
            return None
        message_id = str(mail.get("Message-ID", ""))
        said = self._own(mail, message_id) or said_by(mail, self._places.team)
        if said is None or not message_id:
            return None
        self._archive.keep(found[1], message_id, said)
        return found[1]

    def _own(self, mail: EmailMessage, message_id: str) -> Said | None:
        status, _, sign = str(mail.get(SIGN, "")).partition(" ")
        for known in STATES:
            if known == status and hmac.compare_digest(sign, self._signed(message_id, known)):
                return Said("", known, None)
        return None

    def _signed(self, message_id: str, status: Status) -> str:
        words = f"{message_id} {status}".encode()
        return hmac.new(self._settings.secret.encode(), words, "sha256").hexdigest()

    def _further(self, id: str, text: str, message_id: str) -> EmailMessage:
        mail = self._mail(self._settings.user, f"Re: {id[:12]}", f"{ABOVE}\n\n{text}", message_id)
        mail["In-Reply-To"] = mail["References"] = self._id(id)
        return mail

    def _mail(self, to: str, subject: str, text: str, message_id: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = f"Primera <{self._settings.user}>"
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail["Message-ID"] = message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        return mail

    def _id(self, name: str) -> str:
        return f"<{name}@{self._domain}>"

    def _smtp(self) -> aiosmtplib.SMTP:
        smtp, settings = self._places.smtp, self._settings
        secure = smtp.scheme != "smtp"
        return aiosmtplib.SMTP(
            hostname=smtp.hostname,
            port=smtp.port,
            use_tls=smtp.scheme == "smtps",
            start_tls=smtp.scheme == "smtp+starttls",
            username=settings.user if secure else None,
            password=settings.password if secure else None,
            timeout=SMTP_SECONDS,
        )

    async def _send(self, mail: EmailMessage) -> None:
        try:
            async with self._smtp() as server:
                await server.send_message(mail)
        except aiosmtplib.SMTPResponseException as error:
            raise TicketRefused(f"The mail server does not take it ({error.code}).") from None
        except aiosmtplib.SMTPRecipientsRefused:
            raise TicketRefused(
                "The mail server refuses the queue's address; correct it in actions/desk.yml."
            ) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise HelpdeskError(
                f"The mail server did not answer ({type(error).__name__})."
            ) from None


def _url(environment: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> SplitResult:
    given = environment.get(name, "")
    url = urlsplit(given)
    if url.scheme not in schemes or not url.hostname or url.port is None:
        raise BridgeSettingsError(
            f"{name} is {given!r}. Write {schemes[-1]}://HOST:PORT (or {', '.join(schemes[:-1])})."
        )
    if url.scheme == schemes[0] and url.hostname not in LOOPBACK:
        raise BridgeSettingsError(
            f"{name} would carry customers' data in the clear. Write {schemes[-1]}://…"
        )
    return url


def _team(text: str) -> tuple[str, ...]:
    team = tuple(each.strip().lower() for each in text.split(",") if "@" in each)
    if not team:
        raise BridgeSettingsError(
            "PRIMERA_BRIDGE_TEAM names nobody. Write who may answer customers: addresses, or a "
            "domain as @example.com, with commas between."
        )
    return team
