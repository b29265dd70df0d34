"""A real mail server on loopback, that keeps what it takes."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.running import free_port


@dataclass
class Mailbox:
    """What came; `refusals` are answered first, one for each mail."""

    port: int = 0
    came: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by the server with a whole mail."""
        if self.refusals:
            return self.refusals.pop(0)
        await asyncio.sleep(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.came += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 taken"


@contextmanager
def mail_server(**how: Any) -> Iterator[Mailbox]:
    """Takes mail until the end of the block; `how` is aiosmtpd's."""
    mailbox = Mailbox(port=free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **how)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
