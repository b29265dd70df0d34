"""A draft: what import and `primera articles new` write, as the file has it."""

import json
from dataclasses import dataclass

from bot.importing.plain_text import one_line, shortened
from kb_index.hashing import short_hash

LONGEST_LINE = 300  # titles and phrasings of articles
MARK = "# Imported from: "

FILE = """\
---
format: 1
id: {id}
language: {language}
topic: {topic}
title: {title}
status: draft  # `published` when it is right, with approved_by
# approved_by: Name of the person who stands for it
# review_by: 2027-12-31
{imported}{phrasings}---

{text}
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article ready to be written; only its id may still change."""

    id: str
    language: str
    topic: str
    title: str
    phrasings: tuple[str, ...]
    text: str
    label: str = ""  # source and place in it: the same at every import; empty if it is written here
    where: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        """The hash of what the source says."""
        return short_hash([self.topic, self.title, *self.phrasings, self.text])

    @property
    def file(self) -> str:
        """The file's text."""
        return FILE.format(
            id=self.id,
            language=self.language,
            topic=self.topic,
            title=_quoted(shortened(self.title, LONGEST_LINE)),
            imported=f"{MARK}{_quoted(self.label)}\n" if self.label else "",
            phrasings=_phrasings(self.phrasings),
            text=self.text,
        )


def label_in(file: str) -> str | None:
    """The source that a file says it was imported from."""
    for line in file.splitlines():
        if line.startswith(MARK):
            try:
                return str(json.loads(line.removeprefix(MARK)))
            except ValueError:
                return None
    return None


def file_hash(file: str) -> str:
    """The hash of a file's text, whichever sign ends its lines."""
    return short_hash(["\n".join(file.splitlines())])


def _phrasings(phrasings: tuple[str, ...]) -> str:
    if not phrasings:
        return ""
    lines = [f"  - {_quoted(each)}\n" for each in phrasings]
    return "phrasings:  # how customers ask for it, in their words; ten and more\n" + "".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(one_line(text), ensure_ascii=False)
