"""Files of the widget, by the path in their address."""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]{1,200}")

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


# Below it a header more costs as much as is saved.
WORTH_SQUEEZING_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file's bytes and what they are."""

    content: bytes
    media_type: str


def find_file(folder: Path, path: str) -> StaticFile | None:
    """The file at a path that does not lead out of the folder, if it is of a known type."""
    if not PLAIN_PATH.fullmatch(path):
        return None
    file = (folder / path).resolve()
    media_type = MEDIA_TYPES.get(file.suffix)
    inside = file.is_relative_to(folder.resolve())
    if media_type is None or not inside or not file.is_file():
        return None
    return StaticFile(file.read_bytes(), media_type)


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a browser that says so takes gzip; `*` and `gzip;q=0` are no yes."""
    for each in accept_encoding.lower().split(","):
        name, _, weight = each.replace(" ", "").partition(";q=")
        if name in ("gzip", "x-gzip"):
            return weight.strip("0.") != "" or not weight
    return False


@lru_cache(maxsize=64)
def squeezed(content: bytes) -> bytes | None:
    """The content as gzip, None if that is not worth it; made once for each content."""
    if len(content) < WORTH_SQUEEZING_BYTES:
        return None
    return gzip.compress(content, 9, mtime=0)
