"""Forms of the workbench, as they come: every text in them is made harmless here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sanic import Request
from sanic.exceptions import SanicException
from sanic.request.form import parse_multipart_form

from bot.console.visit import UploadedFile
from bot.gateway.edge import clean_text, read_pairs
from bot.gateway.problems import UnreadableBody

MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form says."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, UploadedFile] = field(default_factory=dict)


async def read_sent(request: Request, *, most: int) -> Sent:
    """The fields and files of a form; raises UnreadableBody."""
    body = await _body(request, most)
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    match media_type.strip().lower():
        case "":
            return Sent()
        case "application/x-www-form-urlencoded":
            return Sent(_fields(body))
        case "multipart/form-data":
            return _parts(body, parameters)
        case _:
            raise UnreadableBody


async def _body(request: Request, most: int) -> bytes:
    # The app's own bound is for a contact's message.
    request.stream.request_max_size = most  # type: ignore[union-attr]
    body = bytearray()
    async for chunk in request.stream:  # type: ignore[union-attr]
        body += chunk
    return bytes(body)


def _fields(body: bytes) -> dict[str, tuple[str, ...]]:
    fields: dict[str, list[str]] = {}
    for name, value in read_pairs(body, most=MOST_FIELDS):
        fields.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in fields.items()}


def _parts(body: bytes, parameters: str) -> Sent:
    boundary = parameters.partition("boundary=")[2].split(";")[0].strip().strip('"')
    if not boundary:
        raise UnreadableBody
    try:
        # It counts the two hyphens before a boundary as the end of what stands there.
        fields, files = parse_multipart_form(  # type: ignore[no-untyped-call]
            body, boundary.encode()
        )
    except (ValueError, UnicodeDecodeError, SanicException, IndexError):
        raise UnreadableBody from None
    read = {
        clean_text(name): tuple(clean_text(value) for value in values)
        for name, values in fields.items()
    }
    sent = {
        clean_text(name): UploadedFile(clean_text(values[0].name), values[0].body)
        for name, values in files.items()
        if values[0].body
    }
    return Sent(read, sent)
