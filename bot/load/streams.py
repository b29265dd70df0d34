"""Event streams that are held open and only listened to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.load.visitor import Visitor

OPENING_AT_ONCE = 20
HEAD_SECONDS = 30.0


@asynccontextmanager
async def idle_streams(url: str, visitors: list[Visitor]) -> AsyncIterator[list["Stream"]]:
    """A stream for each visitor, open until the end of the block."""
    streams = [Stream(url, visitor) for visitor in visitors]
    gate = asyncio.Semaphore(OPENING_AT_ONCE)

    async def open_one(stream: Stream) -> None:
        async with gate:
            await stream.open()

    try:
        await asyncio.gather(*(open_one(stream) for stream in streams))
        yield streams
    finally:
        for stream in streams:
            stream.close()


class Stream:
    """One connection, by hand: a client library would hold more than the gateway does."""

    def __init__(self, url: str, visitor: Visitor) -> None:
        self._url = urlsplit(url)
        self._visitor = visitor
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self.ended = False

    async def open(self) -> None:
        """Raises ConnectionError when the gateway refuses it."""
        reader, self._writer = await asyncio.open_connection(self._url.hostname, self._url.port)
        request = (
            f"GET /v1/conversations/{self._visitor.conversation_id}/events HTTP/1.1\r\n"
            f"Host: {self._url.netloc}\r\nAuthorization: Bearer {self._visitor.token}\r\n\r\n"
        )
        self._writer.write(request.encode())
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError("a stream was refused: " + head.partition(b"\r\n")[0].decode())
        self._reading = asyncio.create_task(self._listen(reader))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while await reader.read(4096):
            pass
        self.ended = True

    def close(self) -> None:
        """Hangs up."""
        if self._reading:
            self._reading.cancel()
        if self._writer:
            self._writer.close()
