"""One file or page of a source, before it is read."""

from dataclasses import dataclass
from pathlib import PurePosixPath
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

    key: str  # path in the folder, or the page's path; the same at every import
    where: str  # as people are told
    kind: Kind
    content: bytes
    address: str  # what its links begin from
    charset: str | None = None  # as the web server said

    @property
    def name(self) -> str:
        """Its last part, without ending; the folder's for an `index`."""
        path = PurePosixPath(self.key)
        return path.parent.name if path.stem in ("index", "") and path.parent.name else path.stem


def folder_address(key: str) -> str:
    """The address of a file in a folder, for links between its files."""
    return FOLDER + quote(key)
