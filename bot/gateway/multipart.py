"""One file out of a form, as it comes over the wire, never more of it in memory than a piece."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from bot.gateway.problems import AttachmentTooLarge, NotAForm, UnreadableForm

# It warns of what a caller wrote, in the caller's words.
logging.getLogger("python_multipart.multipart").setLevel(logging.CRITICAL)

FIELD = "file"
# Boundary, headers of the part, an empty line, and the end.
AROUND_THE_FILE = 8 * 1024


@dataclass
class _Form:
    """What the parser has found so far."""

    parts: int = 0
    name: str | None = None
    ended: bool = False
    pieces: list[bytes] = field(default_factory=list)
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _headers: dict[bytes, bytes] = field(default_factory=dict)

    def on_part_begin(self) -> None:
        self.parts += 1
        self._headers = {}

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        self._headers[bytes(self._header).lower()] = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        if self.parts > 1 or options.get(b"name") != FIELD.encode() or b"filename" not in options:
            raise UnreadableForm
        self.name = options[b"filename"].decode("utf-8", "replace")

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self.pieces.append(data[start:end])

    def on_end(self) -> None:
        self.ended = True

    def callbacks(self) -> dict[str, Callable[..., None]]:
        return {name: getattr(self, name) for name in dir(self) if name.startswith("on_")}


async def read_file(
    chunks: AsyncIterator[bytes],
    *,
    content_type: str,
    largest: int,
    write: Callable[[bytes], Awaitable[object]],
) -> str:
    """Writes the file of a form with one field, `file`; its name as it was given.

    Raises NotAForm, UnreadableForm, or AttachmentTooLarge as soon as it is.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= 70:  # RFC 2046
        raise NotAForm
    form, received, size = _Form(), 0, 0
    parser = MultipartParser(boundary, form.callbacks())  # type: ignore[arg-type]
    async for chunk in chunks:
        received += len(chunk)
        try:
            parser.write(chunk)
        except MultipartParseError:
            raise UnreadableForm from None
        piece, form.pieces = b"".join(form.pieces), []
        size += len(piece)
        if size > largest or received > largest + AROUND_THE_FILE:
            raise AttachmentTooLarge(facts={"megabytes": f"{largest / 1_000_000:g}"})
        if piece:
            await write(piece)
    if form.name is None or not form.ended:
        raise UnreadableForm
    return form.name
