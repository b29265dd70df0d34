"""What teaches the topics: examples of the training data and phrasings of approved articles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from actions.workspace import Workspace
from kb_index.article import Article, read_article

DASH = "- "
ENTRY = re.compile(r"\s*- (?P<what>intent|lookup|regex|synonym): *(?P<name>[^#\s]+)")
EXAMPLES = re.compile(r"\s*examples: *[|>]")
# Each file is read again only when it has changed.
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Taught:
    """A sentence, the language it is in, and what it teaches: an act, a topic or both."""

    text: str
    language: str
    act: str
    topic: str  # "" for an act alone
    file: str  # its path in the workspace
    is_phrasing: bool = False


def taught_in(workspace: Workspace) -> list[Taught]:
    """Everything that is learned from, in the order of the files; what cannot be read is left."""
    return [*_examples(workspace), *_phrasings(workspace)]


def _examples(workspace: Workspace) -> Iterator[Taught]:
    for language in workspace.settings.languages:
        for path in sorted((workspace.nlu_data / "nlu" / language).glob("*.yml")):
            file = path.relative_to(workspace.root).as_posix()
            for intent, text in _remembered(path):
                act, _, topic = intent.partition("/")
                yield Taught(text, language, act, topic, file)


def _phrasings(workspace: Workspace) -> Iterator[Taught]:
    for language in workspace.settings.languages:
        for path in sorted((workspace.articles / language).glob("*.md")):
            facts = path.stat()
            article = _article(path, facts.st_mtime_ns, facts.st_size)
            if article and article.status == "published":
                file = path.relative_to(workspace.root).as_posix()
                for text in (article.title, *article.phrasings):
                    yield Taught(text, language, "ask", article.topic, file, is_phrasing=True)


def _remembered(path: Path) -> tuple[tuple[str, str], ...]:
    facts = path.stat()
    return _read(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=REMEMBERED)
def _read(path: Path, changed_at: int, size: int) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(lines_in(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError):  # told by `primera check`
        return ()


def lines_in(text: str) -> Iterator[tuple[str, str]]:
    """(intent, example) of a file of training data, line by line as everybody writes them.

    A YAML reader takes a second for all files of a company, which a page cannot wait for.
    """
    intent, listed = "", False
    for line in text.splitlines():
        if entry := ENTRY.match(line):
            intent, listed = (entry["name"] if entry["what"] == "intent" else ""), False
        elif EXAMPLES.match(line):
            listed = True
        elif intent and listed and (example := line.strip()).startswith(DASH):
            yield intent, example.removeprefix(DASH).strip()


@lru_cache(maxsize=REMEMBERED)
def _article(path: Path, changed_at: int, size: int) -> Article | None:
    read = read_article(path)
    return read if isinstance(read, Article) else None
