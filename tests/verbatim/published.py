"""What a company has published, read straight from its Markdown files.

Nothing of the product's own reading is used: what a contact is shown is held against the files.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FENCE = "---"
HEADING = re.compile(r"#{1,6}\s")
REVISION_CHARACTERS = 16


@dataclass(frozen=True)
class PublishedArticle:
    """An approved article and every text of it that may be shown."""

    id: str
    language: str
    title: str
    text: str
    valid_from: date | None
    valid_until: date | None

    @property
    def link(self) -> dict[str, str]:
        """The field `article` of a message that shows it."""
        return {
            "id": self.id,
            "title": self.title,
            "url": f"/help/{self.language}/{self.id}",
            "revision": self.revision,
        }

    @property
    def revision(self) -> str:
        """The hash of language, id, title and text, each after its length in bytes."""
        parts = (self.language, self.id, self.title, self.text)
        encoded = b"".join(b"%d:%b" % (len(part.encode()), part.encode()) for part in parts)
        return hashlib.sha256(encoded).hexdigest()[:REVISION_CHARACTERS]

    @property
    def passages(self) -> frozenset[str]:
        """The whole text, each section below a heading, and whole paragraphs in a row of one."""
        runs = (run for section in _sections(self.text) for run in _runs(section))
        return frozenset([self.text, *runs])

    def valid_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


def published(folder: Path, languages: tuple[str, ...]) -> list[PublishedArticle]:
    """Every article of `folder/<language>/` with `status: published`."""
    return [
        article
        for language in languages
        for file in sorted((folder / language).glob("*.md"))
        if (article := _read(file)) is not None
    ]


def _read(file: Path) -> PublishedArticle | None:
    lines = file.read_text("utf-8").split("\n")
    assert lines[0] == FENCE, file
    end = lines.index(FENCE, 1)
    fields: dict[str, Any] = yaml.safe_load("\n".join(lines[1:end]))
    if fields["status"] != "published":
        return None
    return PublishedArticle(
        id=fields["id"],
        language=fields["language"],
        title=fields["title"].strip(),
        text="\n".join(lines[end + 1 :]).strip(),
        valid_from=fields.get("valid_from"),
        valid_until=fields.get("valid_until"),
    )


def _sections(text: str) -> Iterator[str]:
    section: list[str] = []
    for line in text.split("\n"):
        if HEADING.match(line):
            yield "\n".join(section).strip()
            section = []
        else:
            section.append(line)
    yield "\n".join(section).strip()


def _runs(section: str) -> Iterator[str]:
    paragraphs = section.split("\n\n")
    for first in range(len(paragraphs)):
        for last in range(first + 1, len(paragraphs) + 1):
            if run := "\n\n".join(paragraphs[first:last]).strip():
                yield run
