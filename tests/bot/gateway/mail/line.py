"""The way of a mail: a real mailbox (Dovecot), the gateway, the worker, a real SMTP server."""

import asyncio
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid

import httpx
from sqlalchemy import select

from actions.channels import Speaker, channels_of
from actions.conversations import ConversationStore
from actions.conversations.tables import messages
from actions.mail import Post, Postman
from actions.settings import Inbox, Mail
from actions.uploads import Uploads
from actions.worker import enclosed_files
from bot.gateway.app import create_app, utc_now
from tests.actions.bridges.email import dovecot
from tests.bot.gateway.conftest import QUICK
from tests.bot.gateway.running_gateway import RunningGateway

SECONDS = 30.0
BOT = "ayuda@aurora.example"
ANA = "Ana Beltrán <ana@correo.example>"
# A turn that takes long on a busy machine is no failure here.
UNHURRIED = replace(QUICK, attempt=20.0, honest_line=20.0)


@dataclass
class Line:
    """The whole way of a mail: into the mailbox, through the gateway, out by the worker."""

    office: dovecot.Post
    smtp: object
    workspace: object
    database: object
    rasa: object
    http: httpx.Client
    ahead: timedelta = timedelta()
    sent: int = field(default=0)

    def clock(self):
        return utc_now() + self.ahead

    def puts(self, content: bytes | EmailMessage) -> None:
        self.office.put(content if isinstance(content, bytes) else content.as_bytes())

    def writes(self, text, *, to=None, sender=ANA, subject="Pregunta", **headers) -> EmailMessage:
        """A contact's mail; `to`: it answers one of ours, as their program does."""
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, to["Reply-To"] if to else BOT
        mail["Subject"] = f"Re: {to['Subject']}" if to else subject
        mail["Message-ID"] = make_msgid(domain="correo.example")
        if to:
            mail["In-Reply-To"] = to["Message-ID"]
            mail["References"] = f"{to.get('References', '')} {to['Message-ID']}".strip()
            quoted = "\n".join(f"> {line}" for line in to.get_content().splitlines())
            text = (
                f"{text}\n\nEl mar, 24 mar 2026 a las 10:12, Aurora\n<{BOT}> escribió:\n\n{quoted}"
            )
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return mail

    def sends(self, text, **how) -> EmailMessage:
        mail = self.writes(text, **how)
        self.puts(mail)
        return mail

    def works(self) -> None:
        """What the worker does in a round."""
        speaker = Speaker(self.database, channels_of(self.workspace), clock=self.clock)
        post = Post.of(self.workspace)
        files = enclosed_files(ConversationStore(self.database), Uploads(self.workspace.uploads))
        postman = Postman(self.database, post.send, clock=self.clock, enclosed=files)
        asyncio.run(speaker.say_due())
        asyncio.run(postman.send_due())

    def until(self, found, seconds=SECONDS):
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if result := found():
                return result
            time.sleep(0.05)
        raise AssertionError("it did not come about")

    def answered(self, count=1) -> list[EmailMessage]:
        """So many mails more, in the order in which they went out."""

        def came():
            self.works()
            new = self.smtp.came[self.sent :]
            return [mail for _, mail in new] if len(new) >= count else None

        mails = self.until(came)
        assert len(mails) == count
        self.sent += count
        return mails

    def is_empty(self) -> bool:
        """Whether nothing waits in the mailbox."""
        folder = self.office.maildir
        return not any((*(folder / "new").glob("*"), *(folder / "cur").glob("*")))

    def aside(self) -> list[bytes]:
        """What lies in the other folder."""
        aside = self.office.maildir / ".Primera"
        return [file.read_bytes() for name in ("new", "cur") for file in (aside / name).glob("*")]

    def settled(self) -> None:
        self.until(self.is_empty)

    def rows(self, table):
        with self.database.connect() as connection:
            return connection.execute(select(table)).all()

    def talk(self):
        """Who said what, in order."""
        return [(row.sender, row.text) for row in self.rows(messages)]


@contextmanager
def running(workspace, office, smtp, **inbox):
    """The gateway with a mailbox of its own folder."""
    settings = Inbox(
        host="127.0.0.1",
        port=office.imap_port,
        security="none",
        username=BOT,
        seconds=0.1,
        **{"plus_addresses": True, "checked_by": "mx.aurora.example"} | inbox,
    )
    mail = Mail(host="127.0.0.1", port=smtp.port, security="none", sender=BOT, inbox=settings)
    told = workspace.settings.model_copy(update={"mail": mail})
    environment = {**workspace.environment, "PRIMERA_SECRET_INBOX": dovecot.PASSWORD}
    mailing = replace(workspace, settings=told, environment=environment)
    gateway = RunningGateway(create_app(mailing, patience=UNHURRIED))
    gateway.start()
    try:
        with httpx.Client(base_url=gateway.url, trust_env=False, timeout=10) as client:
            yield mailing, client
    finally:
        gateway.stop()


def words_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
