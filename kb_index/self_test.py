"""What a base says of itself when it is built: which articles are found, and what hinders it.

Every phrasing was asked with itself left out (rehearsal.py). What came of it is kept with the
generation, so that a lead can see it at any time.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from kb_index.article import Article
from kb_index.judgement import Judged
from kb_index.rehearsal import Kind, Rehearsed
from kb_index.retrieval import LanguageIndex

# In the folder of each language.
REHEARSAL = "rehearsal.json"
# One phrasing that sounds like another article's is chance.
STOLEN_FROM = 2
HELP_PAGE = re.compile(r"\]\(/help/([A-Za-z-]+)/([a-z0-9-]+)[^)]*\)")


@dataclass(frozen=True, slots=True)
class RehearsalRow:
    """One rehearsed question and what came of it; articles by their ids, "" for none."""

    kind: Kind
    article: str
    text: str
    found: str
    confidence: float
    right: bool
    rank: int | None


@dataclass(frozen=True, slots=True)
class Theft:
    """An article whose questions another one gets."""

    article: str
    thief: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link to a help page that is not there."""

    article: str
    language: str
    target: str  # <language>/<id>


def rows_of(
    index: LanguageIndex, rehearsed: Sequence[Rehearsed], judged: Sequence[Judged]
) -> list[RehearsalRow]:
    """What came of a rehearsal, one row for each question."""
    ids = [article.id for article in index.articles]
    return [
        RehearsalRow(
            kind=question.kind,
            article=ids[question.article] if question.article >= 0 else "",
            text=question.text,
            found=ids[taken.best],
            confidence=taken.confidence,
            right=bool(taken.right),
            rank=taken.rank,
        )
        for question, taken in zip(rehearsed, judged, strict=True)
    ]


def save_rehearsal(file: Path, rows: Sequence[RehearsalRow]) -> None:
    """Write the rows as JSON."""
    file.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False), "utf-8")


def rehearsal_in(content: bytes) -> list[RehearsalRow]:
    """The rows in such a file's content."""
    return [RehearsalRow(**row) for row in json.loads(content)]


def thefts(rows: Iterable[RehearsalRow]) -> list[Theft]:
    """Articles that get others' questions, the worst first."""
    stolen: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.kind == "known" and not row.right:
            stolen.setdefault((row.article, row.found), []).append(row.text)
    found = [
        Theft(article, thief, tuple(phrasings))
        for (article, thief), phrasings in stolen.items()
        if len(phrasings) >= STOLEN_FROM
    ]
    return sorted(found, key=lambda theft: -len(theft.phrasings))


def never_found(rows: Iterable[RehearsalRow]) -> list[str]:
    """Articles none of whose phrasings finds them."""
    asked, found = Counter[str](), Counter[str]()
    for row in rows:
        if row.kind == "known":
            asked[row.article] += 1
            found[row.article] += row.right
    return sorted(article for article in asked if not found[article])


def past_review(articles: Iterable[Article], today: date) -> list[Article]:
    """Articles that somebody should have looked at by now."""
    return [article for article in articles if article.review_by and article.review_by < today]


def dead_links(articles: Sequence[Article]) -> list[DeadLink]:
    """Links between help pages that lead nowhere; `articles`: all published ones."""
    there = {(article.language, article.id) for article in articles}
    return [
        DeadLink(article.id, article.language, f"{language}/{target}")
        for article in articles
        for language, target in HELP_PAGE.findall(article.text)
        if (language, target) not in there
    ]
