"""An import from its documents to its drafts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.importing.document import Document
from bot.importing.draft import LONGEST_LINE, Draft
from bot.importing.found import Failure, FoundArticle, Outcome
from bot.importing.frame import without_frame
from bot.importing.language import language_of
from bot.importing.ledger import Ledger, read_ledger, write_ledger
from bot.importing.links import linked
from bot.importing.naming import article_id
from bot.importing.plain_text import one_line
from bot.importing.plan import Gone, Shelf, Step, gone, named, steps
from bot.importing.topic import Topics, topic_of
from bot.importing.writing import shelf_of, write
from kb_index.hashing import short_hash


@dataclass(frozen=True, slots=True)
class Company:
    """What an import must know of the company it is for."""

    articles: Path
    languages: tuple[str, ...]
    topics: Topics

    @property
    def ledger(self) -> Path:
        """What was imported before."""
        return self.articles.parent / "imported.json"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the lead asked for."""

    root: str  # the source's name; what is in it is known by this and its path
    language: str | None = None
    topic: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an import."""

    steps: tuple[Step, ...]
    failures: tuple[Failure, ...]
    gone: tuple[Gone, ...]
    frame: tuple[str, ...]  # paragraphs that were on most pages and are left out


def import_articles(
    documents: Iterable[Document | Failure],
    company: Company,
    choices: Choices,
    tell: Callable[[str], None],
    *,
    read: Callable[[Document], list[Outcome]],
    complete: Callable[[], bool] = lambda: True,
) -> Report:
    """Read the documents and write what is new or changed in them.

    `complete` says, at the end, whether all of the source was looked at: what was not seen is
    otherwise not gone.
    """
    ledger = read_ledger(company.ledger)
    found, failures = _found(documents, read, tell)
    articles, frame = _unframed(found)
    drafts, more = _drafts(articles, company, choices)
    failures += more
    shelf = shelf_of(company.articles, company.languages)
    planned = steps(_linked(named(drafts, shelf, ledger), articles, choices), shelf, ledger)
    if not choices.dry_run:
        planned, unwritten = _written(planned, shelf, company, ledger, tell)
        failures += unwritten
    seen = [f"{choices.root}{article.key}" for article in articles]
    failed = [f"{choices.root}{failure.key}" for failure in failures if failure.key is not None]
    missing = gone(choices.root, seen, failed, shelf, ledger) if complete() else ()
    return Report(tuple(planned), tuple(failures), tuple(missing), tuple(frame))


def _found(
    documents: Iterable[Document | Failure],
    read: Callable[[Document], list[Outcome]],
    tell: Callable[[str], None],
) -> tuple[list[FoundArticle], list[Failure]]:
    outcomes: list[Outcome] = []
    for document in documents:
        if isinstance(document, Failure):
            outcomes.append(document)
            continue
        tell(f"reading {document.where}")
        outcomes += read(document)
    found = [each for each in outcomes if isinstance(each, FoundArticle)]
    return list(_by_own_keys(found)), [each for each in outcomes if isinstance(each, Failure)]


def _by_own_keys(found: Iterable[FoundArticle]) -> Iterator[FoundArticle]:
    """Two questions of one document may read alike; each gets a key of its own."""
    seen: dict[str, int] = {}
    for article in found:
        seen[article.key] = number = seen.get(article.key, 0) + 1
        yield article if number == 1 else replace(article, key=f"{article.key}~{number}")


def _unframed(found: Sequence[FoundArticle]) -> tuple[list[FoundArticle], list[str]]:
    """Whole pages without what stands on most of them; the others as they are."""
    pages, frame = without_frame([article for article in found if article.address])
    unframed = {article.key: article for article in pages}
    return [unframed.get(article.key, article) for article in found], frame


def _drafts(
    articles: Iterable[FoundArticle], company: Company, choices: Choices
) -> tuple[list[Draft], list[Failure]]:
    drafts: list[Draft] = []
    failures: list[Failure] = []
    for article in articles:
        match _draft(article, company, choices):
            case Failure() as failure:
                failures.append(failure)
            case draft:
                drafts.append(draft)
    return drafts, failures


def _draft(article: FoundArticle, company: Company, choices: Choices) -> Draft | Failure:
    title = one_line(article.title)
    if not title or not article.text:
        missing = "title. Give it one" if article.text else "text without scripts and pictures"
        return Failure(article.where, f"It has no {missing}, or take it out.", article.key)
    language = language_of(article, company.languages, chosen=choices.language)
    if isinstance(language, Failure):
        return language
    topic = topic_of(article, company.topics, chosen=choices.topic)
    if isinstance(topic, Failure):
        return topic
    label = f"{choices.root}{article.key}"
    code, remark = language
    asked = [one_line(each) for each in article.phrasings]
    kept = tuple(dict.fromkeys(each for each in asked if each and len(each) <= LONGEST_LINE))
    remarks = [*article.remarks, remark]
    if len(set(asked)) > len(kept):
        remarks.append(f"phrasings of over {LONGEST_LINE} characters are left out")
    if len(title) > LONGEST_LINE:
        remarks.append("its title is shortened")
    return Draft(
        label=label,
        where=article.where,
        id=article_id(article.name, title, otherwise=short_hash([label])[:8]),
        language=code,
        topic=topic,
        title=title,
        phrasings=kept,
        text=article.text,
        remarks=tuple(filter(None, remarks)),
    )


def _linked(
    drafts: Sequence[Draft], articles: Sequence[FoundArticle], choices: Choices
) -> list[Draft]:
    """The drafts with links to each other's help pages."""
    pages = {draft.label: f"/help/{draft.language}/{draft.id}" for draft in drafts}
    by_address = {
        article.address: pages[label]
        for article in articles
        if article.address and (label := f"{choices.root}{article.key}") in pages
    }
    return [_with_links(draft, by_address) for draft in drafts]


def _with_links(draft: Draft, by_address: dict[str, str]) -> Draft:
    text, nowhere = linked(draft.text, by_address)
    if not nowhere:
        return replace(draft, text=text)
    remark = "a link leads" if nowhere == 1 else f"{nowhere} links lead"
    remarks = (*draft.remarks, f"{remark} to what was not imported, and became plain text")
    return replace(draft, text=text, remarks=remarks)


def _written(
    planned: Sequence[Step],
    shelf: Shelf,
    company: Company,
    ledger: Ledger,
    tell: Callable[[str], None],
) -> tuple[list[Step], list[Failure]]:
    """Write what is to be written; what was written is in the ledger, however this ends."""
    done: list[Step] = []
    failures: list[Failure] = []
    entries = dict(ledger)
    try:
        for step in planned:
            if step.writes:
                tell(f"writing {step.draft.language}/{step.draft.id}")
                before = shelf.get((step.draft.language, step.draft.id))
                if failure := write(step.draft, company.articles, before=before):
                    failures.append(failure)
                    continue
            done.append(step)
            if step.entry:
                entries[step.draft.language, step.label] = step.entry
    finally:
        if entries != ledger:
            write_ledger(company.ledger, entries)
    return done, failures
