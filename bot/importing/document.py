"""One file or page of a source, before it is read."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

Kind = Literal["markdown", "html", "csv", "xlsx", "docx", "pdf"]

KINDS: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".pdf": "pdf",
}
# Where the files of a folder are for each other. The name can never be registered (RFC 2606).
FOLDER = "https://source.invalid/"


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader reads."""

    key: str  # path in the folder or on the site, from `/`; "" for a file that is the source
    where: str  # as people are told
    kind: Kind
    content: bytes
    address: str  # what its links begin from
    charset: str | None = None  # as the web server said
    name: str = ""  # its last part, without ending


def folder_address(key: str) -> str:
    """The address of a file in a folder, for links between its files."""
    return FOLDER + quote(key.lstrip("/"))
