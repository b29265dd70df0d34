"""The calls about files: sending one, fetching one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from actions.conversations import Attachment, Room, TooManyAttachments, UnknownConversation
from actions.conversations.conversation import new_id
from actions.settings import Attachments
from actions.uploads import UNFINISHED
from bot.gateway.bodies import PublicAttachment
from bot.gateway.exchange import Call, Response
from bot.gateway.file_names import as_download, clean_name
from bot.gateway.file_types import PIECE, type_of
from bot.gateway.gateway import Gateway
from bot.gateway.headers import DOWNLOAD
from bot.gateway.masking import masked
from bot.gateway.multipart import read_file
from bot.gateway.problems import (
    AttachmentTooLarge,
    AttachmentTypeRefused,
    NoRoomForAttachment,
    NotFound,
    RequestTooSlow,
)
from bot.gateway.scanner import scan

MEGABYTE = 1_000_000
Value = TypeVar("Value")


async def send_attachment(gateway: Gateway, call: Call[None, None]) -> Response:
    """Upload a file, as the field `file` of a form; a message then takes it up by its id."""
    gateway.rates.count("attachments", call.caller)
    return await take_file(gateway, call, call.conversation.id)


async def read_attachment(gateway: Gateway, call: Call[None, None]) -> Response:
    """Download a file: by its id with the conversation's token, or by a help desk's signed link."""
    named = call.path["attachment_id"]
    if call.opened is None:
        named = gateway.links.read("attachment", named, now=gateway.now()) or ""
    attachment = await gateway.blocking(gateway.conversations.attachment, named)
    if attachment is None or (attachment.seq is None and call.opened is None):
        raise NotFound
    if call.opened is not None and attachment.conversation_id != call.opened.id:
        raise NotFound
    return await give_file(gateway, attachment)


async def take_file(gateway: Gateway, call: Call[Any, Any], conversation_id: str) -> Response:
    """Receives a file for a conversation; raises what is wrong with it."""
    allowed = gateway.settings.attachments
    try:
        room = room_of(allowed)
        await gateway.blocking(gateway.conversations.check_room, conversation_id, room)
        attachment = await _kept(
            gateway,
            conversation_id,
            lambda file: _received(gateway, call, file, int(allowed.megabytes * MEGABYTE)),
        )
    except TooManyAttachments:
        raise NoRoomForAttachment from None
    except UnknownConversation:  # erased since the token was looked at
        raise NotFound from None
    return Response(PublicAttachment.of(attachment), status=201)


async def keep_file(
    gateway: Gateway, conversation_id: str, name: str, content: bytes
) -> Attachment:
    """Keeps a file that is here already; raises what is wrong with it."""
    allowed = gateway.settings.attachments
    if len(content) > allowed.megabytes * MEGABYTE:
        raise AttachmentTooLarge(facts={"megabytes": f"{allowed.megabytes:g}"})

    async def written(file: Path) -> str:
        await gateway.moving_files(file.write_bytes, content)
        return name

    try:
        return await _kept(gateway, conversation_id, written)
    except TooManyAttachments:
        raise NoRoomForAttachment from None


async def give_file(gateway: Gateway, attachment: Attachment) -> Response:
    """The file as a download; raises NotFound."""
    file = gateway.uploads.place_of(attachment.conversation_id, attachment.attachment_id)
    try:
        opened = await gateway.moving_files(file.open, "rb")
    except FileNotFoundError:  # erased this very moment
        raise NotFound from None
    return Response(
        _pieces(gateway, opened),
        media_type=attachment.type,
        headers={**DOWNLOAD, "Content-Disposition": as_download(attachment.name)},
    )


def room_of(allowed: Attachments) -> Room:
    """What one conversation may have in all."""
    return Room(allowed.files, int(allowed.megabytes_in_all * MEGABYTE))


@dataclass(frozen=True, slots=True)
class _Checks:
    """What is done with a file that has come, in a thread."""

    gateway: Gateway
    allowed: Attachments

    def finish(self, unfinished: Path, attachment: Attachment) -> Attachment:
        """Tells the type, has it scanned, names it and keeps it; raises what is wrong."""
        media_type = type_of(unfinished)
        if media_type not in self.allowed.types:
            raise AttachmentTypeRefused
        scan(unfinished, self.allowed.scanner, seconds=self.allowed.scanner_seconds)
        name = masked(clean_name(attachment.name, media_type), self.gateway.secret_words).text
        whole = replace(attachment, name=name, type=media_type, size=unfinished.stat().st_size)
        # In place before it is noted: what is in the table is there.
        file = unfinished.rename(unfinished.with_suffix(""))
        try:
            self.gateway.conversations.keep_attachment(
                whole, room_of(self.allowed), now=self.gateway.now()
            )
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        return whole


async def _kept(
    gateway: Gateway, conversation_id: str, write: Callable[[Path], Awaitable[str]]
) -> Attachment:
    """Keeps what `write` writes to a place; it returns the file's name."""
    attachment = Attachment(new_id("att"), conversation_id, name="", type="", size=0)
    place = await gateway.moving_files(
        gateway.uploads.place_for, conversation_id, attachment.attachment_id
    )
    unfinished = place.with_name(f"{place.name}{UNFINISHED}")
    checks = _Checks(gateway, gateway.settings.attachments)
    try:
        name = await write(unfinished)
        # To its end, also if the caller hangs up: what is noted and what lies there agree.
        return await _to_its_end(
            gateway.moving_files(checks.finish, unfinished, replace(attachment, name=name))
        )
    finally:
        await gateway.moving_files(unfinished.unlink, missing_ok=True)


async def _received(gateway: Gateway, call: Call[Any, Any], unfinished: Path, largest: int) -> str:
    file: BinaryIO = await gateway.moving_files(unfinished.open, "xb")
    try:
        async with asyncio.timeout(gateway.patience.upload):
            return await read_file(
                call.upload,
                content_type=call.headers.get("content-type", ""),
                largest=largest,
                write=lambda piece: gateway.moving_files(file.write, piece),
            )
    except TimeoutError:
        raise RequestTooSlow from None
    finally:
        await gateway.moving_files(file.close)


async def _to_its_end(work: Coroutine[Any, Any, Value]) -> Value:
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):
            await task
        raise


async def _pieces(gateway: Gateway, file: BinaryIO) -> AsyncIterator[bytes]:
    read: Callable[[int], bytes] = file.read
    try:
        while piece := await gateway.moving_files(read, PIECE):
            yield piece
    finally:
        file.close()
