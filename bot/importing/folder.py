"""The documents in a folder of a company's disk, or a single one."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.importing.document import KINDS, Document, folder_address
from bot.importing.errors import NoSource
from bot.importing.found import Failure

OLD_FORMATS = {
    ".doc": ".docx",
    ".odt": ".docx",
    ".rtf": ".docx",
    ".pages": ".docx",
    ".xls": ".xlsx",
    ".ods": ".xlsx",
    ".numbers": ".xlsx",
}


@dataclass(slots=True)
class Folder:
    """A folder or file to import from, at most `most_bytes` a file."""

    path: Path
    most_bytes: int
    left_alone: Counter[str] = field(default_factory=Counter)  # endings of other files, so far

    def __post_init__(self) -> None:
        if not self.path.exists():
            raise NoSource(f"{self.path} is not there. Name a folder, a file or a sitemap's URL.")
        if self.path.is_file() and self.path.suffix.lower() not in {*KINDS, *OLD_FORMATS}:
            known = ", ".join(KINDS)
            raise NoSource(f"{self.path} is of no kind that can be read. These are: {known}.")

    def documents(self) -> Iterator[Document | Failure]:
        """Each file of a known kind, in the order of their paths."""
        if self.path.is_file():
            yield self._document(self.path, "")
            return
        for file in sorted(_files(self.path)):
            key = "/" + file.relative_to(self.path).as_posix()
            ending = file.suffix.lower()
            if file.is_symlink() and not _inside(file, self.path):
                what = "This is a link that leads out of the folder. Put a copy of the file there."
                yield Failure(str(file), what, key)
            elif ending in KINDS or ending in OLD_FORMATS:
                yield self._document(file, key)
            elif not file.is_dir():
                self.left_alone[ending or file.name] += 1

    def _document(self, file: Path, key: str) -> Document | Failure:
        ending = file.suffix.lower()
        if ending in OLD_FORMATS:
            what = f"Files ending in {ending} are not read. Save it as {OLD_FORMATS[ending]}."
            return Failure(str(file), what, key)
        try:
            about = file.stat()
            if not stat.S_ISREG(about.st_mode):
                return Failure(str(file), "This is no ordinary file. Take it out.", key)
            if about.st_size > self.most_bytes:
                return Failure(str(file), too_large(self.most_bytes), key)
            content = file.read_bytes()
        except OSError as error:
            what = f"The file cannot be read ({error.strerror}). Check its permissions."
            return Failure(str(file), what, key)
        if not content.strip():
            return Failure(str(file), "The file is empty. Export it again, or take it out.", key)
        address = folder_address(key or "/" + file.name)
        named = file.parent.name if key.count("/") > 1 and file.stem == "index" else file.stem
        return Document(key, str(file), KINDS[ending], content, address, name=named)


def too_large(most_bytes: int) -> str:
    """What is said of a document over the limit."""
    return f"It has over {most_bytes / 1e6:g} MB. Split it, or allow more with --max-mb."


def _files(folder: Path) -> Iterator[Path]:
    """Every file and every link to a folder; none of those that systems hide."""
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(parent, name).is_symlink()]
        yield from (Path(parent, name) for name in links)
        yield from (Path(parent, name) for name in files if not name.startswith("."))


def _inside(file: Path, folder: Path) -> bool:
    try:
        return file.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False
