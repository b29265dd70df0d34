"""The conversation as text: for its contact, and by a signed link for help desks."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from actions.conversations import Conversation, Message
from bot.gateway.exchange import Call, Response
from bot.gateway.file_names import as_download
from bot.gateway.gateway import Gateway
from bot.gateway.headers import DOWNLOAD
from bot.gateway.problems import NotFound
from bot.gateway.texts import Texts


async def read_transcript(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read the whole conversation as text."""
    return await _transcript(gateway, call.conversation.conversation)


async def read_linked_transcript(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read a conversation as text, by the signed link that a help desk was sent."""
    linked = gateway.links.read("transcript", call.path["signed"], now=gateway.now())
    # Looked for in any case: how long it takes does not tell a forged link from an erased one.
    conversation = await gateway.blocking(gateway.conversations.get, linked or "")
    if conversation is None:
        raise NotFound
    return await _transcript(gateway, conversation)


def transcript_text(said: Sequence[Message], *, texts: Texts, language: str, time_zone: str) -> str:
    """A line or more for each message: when, where the desk is, who, what, which files."""
    lines = [_line(message, texts, language, ZoneInfo(time_zone)) for message in said]
    return "".join(f"{line}\n" for line in lines)


async def _transcript(gateway: Gateway, conversation: Conversation) -> Response:
    said = await gateway.blocking(gateway.conversations.transcript, conversation.id)
    text = transcript_text(
        said, texts=gateway.texts, language=conversation.locale, time_zone=gateway.time_zone
    )
    return Response(
        text,
        media_type="text/plain; charset=utf-8",
        headers={**DOWNLOAD, "Content-Disposition": as_download(f"{conversation.id}.txt")},
    )


def _line(message: Message, texts: Texts, language: str, zone: ZoneInfo) -> str:
    sender = texts.say(f"sender-{message.sender}", language)
    if message.sender == "agent" and message.author is not None:
        sender = message.author.name
    at = f"{message.created_at.astimezone(zone):%Y-%m-%d %H:%M %Z}" if message.created_at else ""
    files = ", ".join(card.name for card in message.attachments)
    attached = texts.say("transcript-files", language, names=files) if files else ""
    return f"{at} · {sender}: {' '.join(part for part in (message.text, attached) if part)}"
