"""Whether the company's mail servers let us in: the one that takes mail, and the mailbox."""

import asyncio
from collections.abc import Iterator

import aiosmtplib

from actions.channels import ChannelDown, MailChannel
from actions.mail import Post
from actions.settings import Inbox
from actions.texts import TextError
from actions.workspace import Workspace
from bot.doctor.finding import Finding

ASK_SECONDS = 10.0


async def _greeted(post: Post) -> None:
    mail = post.mail
    async with aiosmtplib.SMTP(
        hostname=mail.host,
        port=mail.port,
        use_tls=mail.security == "tls",
        start_tls=mail.security == "starttls",
        username=mail.username,
        password=post.password,
        timeout=ASK_SECONDS,
    ):
        return


def mail(workspace: Workspace) -> Iterator[Finding]:
    """Signs in to both; nothing is sent, and no mail is read."""
    post = Post.of(workspace)
    if post is None:
        yield Finding("Mail", None, "none is sent: bot/settings.yml names no server under `mail`")
        return
    yield _server(post)
    settings = post.mail.inbox
    if settings is None:
        yield Finding("Mailbox", None, "none is read: docs/channels.md says how it is set up")
        return
    try:
        channel = MailChannel.of(workspace)
    except TextError as error:
        yield Finding("Mailbox", False, str(error))
        return
    if channel is not None:
        yield _mailbox(channel, settings)


def _server(post: Post) -> Finding:
    where = f"{post.mail.host}:{post.mail.port}"
    try:
        asyncio.run(_greeted(post))
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        way_out = f"check `mail` in bot/settings.yml and PRIMERA_SECRET_{post.mail.secret.upper()}"
        return Finding("Mail", False, f"{where} lets nobody in ({type(error).__name__}): {way_out}")
    return Finding("Mail", True, f"{where} takes mail from {post.mail.sender}")


def _mailbox(channel: MailChannel, settings: Inbox) -> Finding:
    try:
        channel.inbox.check()
    except ChannelDown as down:
        return Finding("Mailbox", False, str(down))
    if settings.checked_by is None:
        return Finding(
            "Mailbox",
            None,
            f"{channel.place}; nobody's first mail is known to be theirs: name your mail "
            "server as mail.inbox.checked_by, if it signs what it checks: docs/channels.md",
        )
    return Finding("Mailbox", True, f"{channel.place}, believes {settings.checked_by}")
