"""A real IMAP server (Dovecot) and a real SMTP server before it, on loopback, one mailbox."""

import mailbox
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.actions.mail.certificate import Certificate
from tests.running import free_port

MISSING = "Dovecot: apt-get install dovecot-imapd"
READY_SECONDS = 30
USER, PASSWORD = "support@aurora.example", "word"

# Run as root it needs somebody else to read the mail: root may not.
CONFIGURATION = """\
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
{security}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{home}/Maildir
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
"""


@dataclass
class Post:
    """Takes mail into the mailbox; `faults` are used up one by one: lose, refuse."""

    maildir: Path
    uid: int
    gid: int
    smtp_port: int = 0
    imap_port: int = 0
    imaps_port: int = 0  # with a certificate
    faults: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by the SMTP server with a whole mail."""
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refuse":
            return "451 not now"
        self.put(envelope.content)
        if fault == "lose":
            server.transport.close()
        return "250 taken"

    def put(self, content: bytes) -> None:
        """Into the mailbox, as a delivery agent does."""
        name = f"{uuid.uuid4().hex}.test"
        unseen = self.maildir / "tmp" / name
        unseen.write_bytes(content)
        os.chown(unseen, self.uid, self.gid)  # before it can be fetched, and moved
        unseen.rename(self.maildir / "new" / name)

    def mails(self) -> list[mailbox.MaildirMessage]:
        """All that is in it."""
        return list(mailbox.Maildir(self.maildir))


def is_installed() -> bool:
    return shutil.which("dovecot") is not None


@contextmanager
def post_office(certificate: Certificate | None = None) -> Iterator[Post]:
    """With a certificate, by TLS."""
    # Not under pytest's folder, which is for its owner alone.
    with tempfile.TemporaryDirectory(prefix="primera-mail-") as folder:
        yield from _open(Path(folder), certificate)


def _security(certificate: Certificate | None) -> str:
    if certificate is None:
        return "ssl = no\ndisable_plaintext_auth = no"
    return f"ssl = required\nssl_cert = <{certificate.file}\nssl_key = <{certificate.key}"


def _open(home: Path, certificate: Certificate | None) -> Iterator[Post]:
    somebody = pwd.getpwnam("mail") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    uid, gid = somebody.pw_uid, somebody.pw_gid
    maildir = home / "Maildir"
    mailbox.Maildir(maildir, create=True)
    for folder in (home, maildir, *maildir.iterdir()):
        os.chown(folder, uid, gid)
    post = Post(maildir, uid, gid, free_port(), free_port(), free_port() if certificate else 0)
    configuration = home / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(
            home=home,
            user=somebody.pw_name,
            group=somebody.pw_name,
            port=post.imap_port,
            tls_port=post.imaps_port,
            security=_security(certificate),
            password=PASSWORD,
            uid=uid,
            gid=gid,
        )
    )
    server = subprocess.Popen(["dovecot", "-F", "-c", str(configuration)])
    controller = Controller(post, hostname="127.0.0.1", port=post.smtp_port)
    controller.start()
    try:
        wait_for(post.imap_port)
        yield post
    finally:
        controller.stop()
        server.terminate()
        server.wait(20)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with closing(socket.create_connection(("127.0.0.1", port), 5)) as connection:
                if connection.recv(4) == b"* OK":
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {port}")


def answer_to(mail: Any, text: str, *, sender: str, **headers: str) -> bytes:
    """What a person's mail program sends when they reply to it."""
    reply = EmailMessage()
    reply["From"] = sender
    reply["To"] = USER
    reply["Subject"] = f"Re: {mail['Subject']}"
    reply["Message-ID"] = f"<{os.urandom(8).hex()}@aurora.example>"
    reply["In-Reply-To"] = reply["References"] = mail["Message-ID"]
    for name, value in headers.items():
        reply[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in str(mail.get_payload()).splitlines())
    reply.set_content(f"{text}\n\nOn Tuesday Primera wrote:\n{quoted}\n")
    return bytes(reply)
