"""The articles as leads see them: of each its languages, where they stand, how they fare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from actions.answers import Controls
from actions.unanswered.thumbs import Thumbs
from kb_index.article import Article, Problem, read_article
from kb_index.generations import listed
from kb_index.self_test import REHEARSAL, RehearsalRow, never_found, rehearsal_in, thefts

# A page reads every article's file; one that has not changed is not read again.
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Version:
    """An article in one language."""

    language: str
    article: Article | None  # None: its file cannot be read
    problems: tuple[Problem, ...] = ()
    helped: int = 0
    not_helped: int = 0
    withdrawn: bool = False
    stolen_by: str = ""  # which other article gets its questions
    is_never_found: bool = False
    is_past_review: bool = False

    @property
    def state(self) -> str:
        """draft, published, archived, withdrawn or broken."""
        if self.article is None:
            return "broken"
        return "withdrawn" if self.withdrawn else self.article.status

    @property
    def helpful_rate(self) -> float | None:
        """The share of contacts whom it helped, of those who said."""
        said = self.helped + self.not_helped
        return self.helped / said if said else None


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with its twins."""

    id: str
    versions: tuple[Version, ...]
    missing: tuple[str, ...]  # languages that it is not written in

    @property
    def title(self) -> str:
        """In the first language that can be read."""
        return next((each.article.title for each in self.versions if each.article), self.id)

    @property
    def topic(self) -> str:
        """What it is about."""
        return next((each.article.topic for each in self.versions if each.article), "")

    @property
    def needs_a_look(self) -> bool:
        """Whether a lead should see to something."""
        return bool(self.missing) or any(
            each.state in ("broken", "withdrawn", "draft")
            or each.is_past_review
            or each.is_never_found
            or each.stolen_by
            for each in self.versions
        )


def entries(
    articles: Path,
    index_root: Path,
    *,
    languages: Sequence[str],
    thumbs: Sequence[Thumbs],
    controls: Controls,
    today: date,
) -> list[Entry]:
    """Every article, by id."""
    rated = {(each.article, each.language): each for each in thumbs}
    tested = {language: _tested(index_root, language) for language in languages}
    found: dict[str, list[Version]] = {}
    for language in languages:
        for file in sorted((articles / language).glob("*.md")):
            about = rated.get((file.stem, language))
            away = controls.is_withdrawn(file.stem, language)
            version = _version(file, language, about, tested[language], away, today)
            found.setdefault(file.stem, []).append(version)
    return [
        Entry(article_id, tuple(versions), _missing(versions, languages))
        for article_id, versions in sorted(found.items())
    ]


def _version(
    file: Path,
    language: str,
    rated: Thumbs | None,
    tested: "Tested",
    withdrawn: bool,
    today: date,
) -> Version:
    read = remembered(file)
    article = read if isinstance(read, Article) else None
    due = article.review_by if article else None
    return Version(
        language=language,
        article=article,
        problems=() if isinstance(read, Article) else tuple(read),
        helped=rated.up if rated else 0,
        not_helped=rated.down if rated else 0,
        withdrawn=withdrawn,
        stolen_by=tested.thieves.get(file.stem, ""),
        is_never_found=file.stem in tested.never_found,
        is_past_review=due is not None and due < today,
    )


def remembered(file: Path) -> Article | list[Problem]:
    """The article in a file, as `read_article` has it."""
    facts = file.stat()
    return _read(file, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=REMEMBERED)
def _read(file: Path, changed_at: int, size: int) -> Article | list[Problem]:
    return read_article(file)


def _missing(versions: Sequence[Version], languages: Sequence[str]) -> tuple[str, ...]:
    written = {each.language for each in versions}
    return tuple(language for language in languages if language not in written)


@dataclass(frozen=True, slots=True)
class Tested:
    """What the index said of a language's articles when it was built."""

    thieves: Mapping[str, str]
    never_found: frozenset[str]


def _tested(index_root: Path, language: str) -> Tested:
    for generation in listed(index_root)[:1]:
        return _tested_in(index_root / generation / language / REHEARSAL)
    return Tested({}, frozenset())


@lru_cache(maxsize=16)
def _tested_in(file: Path) -> Tested:
    """A generation never changes, so it is read once."""
    try:
        rows: list[RehearsalRow] = rehearsal_in(file.read_bytes())
    except (OSError, ValueError, TypeError):
        return Tested({}, frozenset())
    return Tested(dict(_thieves(rows)), frozenset(never_found(rows)))


def _thieves(rows: Sequence[RehearsalRow]) -> Iterator[tuple[str, str]]:
    for theft in reversed(thefts(rows)):
        yield theft.article, theft.thief
