"""A change to files of the workspace: what was wanted, and what was done."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a change, as a commit names them."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it was read; whoever writes it must say what they have read."""

    file: str  # its path in the workspace
    text: str
    revision: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What a file is to be; `revision`: what was read, None for a file that is not there yet."""

    file: str
    text: str | None  # None: it goes
    revision: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """A file before and after; None: it was not there."""

    file: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody has changed."""

    id: str
    why: str
    author: Author
    at: datetime
    files: tuple[Written, ...]
    commit: str | None = None  # None: the workspace is no git checkout, or git could not
    undoes: str | None = None


# A path in the workspace → the text that stands there; None: no file.
Texts = Mapping[str, str | None]


def revision_of(text: str) -> str:
    """What tells one text of a file from another."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
