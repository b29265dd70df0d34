"""Post: hands letters to the company's mail server."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from ipaddress import ip_network

import aiosmtplib

from actions.mail.letter import Letter, as_message
from actions.outgoing import NotAllowed, OutgoingRules
from actions.outgoing.door import Lookup, addresses_of
from actions.settings import Mail
from actions.workspace import Workspace

# From there a server refuses for good (RFC 5321, 4.2.1).
FOR_GOOD = 500

Send = Callable[[Letter], Awaitable[None]]
"""Sends a letter; raises MailFailed."""


class MailFailed(Exception):
    """The mail server did not take a letter; `for_good` if it never will."""

    def __init__(self, sentence: str, *, for_good: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Post:
    """The mail server of the settings."""

    mail: Mail
    company: str
    password: str | None = field(repr=False)
    networks: tuple[str, ...] = ()  # where the server may be beside the public internet
    look_up: Lookup = addresses_of
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @classmethod
    def of(cls, workspace: Workspace) -> "Post | None":
        """The workspace's; None if its settings name no server."""
        mail = workspace.settings.mail
        if mail is None:
            return None
        password = workspace.secret(mail.secret) if mail.username else None
        networks = workspace.settings.outgoing.networks
        return cls(mail, workspace.settings.company, password, networks)

    async def send(self, letter: Letter) -> None:
        """Until the server has taken it; raises MailFailed, which names nobody."""
        mail = self.mail
        try:
            await aiosmtplib.send(
                as_message(letter, sender=mail.sender, company=self.company, now=self.now()),
                hostname=mail.host,
                sock=await self._connected(),
                use_tls=mail.security == "tls",
                start_tls=mail.security == "starttls",
                username=mail.username,
                password=self.password,
                timeout=mail.timeout_seconds,
            )
        except aiosmtplib.SMTPResponseException as error:
            raise MailFailed(f"answered {error.code}", for_good=error.code >= FOR_GOOD) from None
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refused.code for refused in error.recipients]
            raise MailFailed(
                f"refused the recipient with {codes[0]}", for_good=min(codes) >= FOR_GOOD
            ) from None
        except ssl.SSLError as error:  # a ValueError, too, where nobody vouches for the server
            raise MailFailed(f"no connection ({type(error).__name__})") from None
        except (MessageError, ValueError):
            raise MailFailed("the address cannot be written to", for_good=True) from None
        except NotAllowed as error:
            raise MailFailed(f"may not be asked: {error}") from None
        except (TimeoutError, aiosmtplib.SMTPException, OSError) as error:
            raise MailFailed(f"no connection ({type(error).__name__})") from None

    async def _connected(self) -> socket.socket:
        """A connection to the first address that may be asked and answers.

        Looked up once, so that the name cannot mean another address when it is connected to.
        """
        mail, failure = self.mail, OSError(f"{self.mail.host} has no address")
        loop = asyncio.get_running_loop()
        rules = OutgoingRules(frozenset({mail.host}), tuple(map(ip_network, self.networks)))
        for address in rules.allowed(mail.host, await self.look_up(mail.host)):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            connection = socket.socket(family, socket.SOCK_STREAM)
            connection.setblocking(False)
            try:
                async with asyncio.timeout(mail.timeout_seconds):
                    await loop.sock_connect(connection, (address, mail.port))
            except OSError as error:  # a time-out is one
                connection.close()
                failure = error
            else:
                return connection
        raise failure
