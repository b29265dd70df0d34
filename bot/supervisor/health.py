"""Asks a process on this machine whether it is ready."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

ASK_SECONDS = 2.0


async def is_ready(url: str) -> bool:
    """Whether `url` answers 200 within two seconds."""
    try:
        return await asyncio.wait_for(_status(url), ASK_SECONDS) == 200
    except (OSError, ValueError, asyncio.TimeoutError, asyncio.IncompleteReadError):
        return False


async def _status(url: str) -> int:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        host = f"{parts.hostname}:{parts.port}"
        request = f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        await writer.drain()
        return int((await reader.readline()).split()[1])
    except IndexError as error:
        raise ValueError("the answer has no status") from error
    finally:
        writer.close()
