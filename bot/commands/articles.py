"""`primera articles new` and `check`: beginning an article, and what is wrong with those here."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from actions.workspace import Workspace
from bot.importing.draft import Draft
from kb_index import KnowledgeBaseError, read_library
from kb_index.article import Problem, read_article
from kb_index.library import Library
from kb_index.self_test import dead_links, past_review

PLACEHOLDER = "Write the answer here, as the customer is to read it."


class ArticleError(KnowledgeBaseError):
    """An article cannot be begun as it was asked for."""


def new(
    workspace: Workspace,
    article_id: str,
    topic: str,
    titles: Sequence[str],
    console: Console,
) -> None:
    """Writes a draft in each language that has a title; nothing is overwritten."""
    drafts = list(_drafts(workspace, article_id, topic, titles))
    if there := [file for file, _ in drafts if file.exists()]:
        raise ArticleError(f"{there[0]} is there already. Edit it, or choose another id.")
    for file, content in drafts:
        _write(file, content)
        console.print(f"{file}", soft_wrap=True)


def check(workspace: Workspace, today: date, console: Console) -> bool:
    """Prints everything about the articles that somebody should see to; whether all can be read."""
    library = read_library(workspace.articles, languages=workspace.settings.languages)
    found = [*map(str, library.problems), *_remarks(workspace, library, today)]
    for line in found or ["Nothing to see to."]:
        console.print(line, markup=False, soft_wrap=True, highlight=False)
    return not library.problems


def _drafts(
    workspace: Workspace, article_id: str, topic: str, titles: Sequence[str]
) -> Iterator[tuple[Path, str]]:
    languages = workspace.settings.languages
    for each in titles:
        language, equals, title = each.partition("=")
        if not equals or not title.strip() or language not in languages:
            raise ArticleError(
                f'--title {each}: write --title {languages[0]}="…", for one or each of '
                f"{', '.join(languages)}."
            )
        asked = title.strip()
        draft = Draft(article_id, language, topic, asked, (asked,), PLACEHOLDER)
        yield workspace.articles / language / f"{article_id}.md", draft.file


def _write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    problems = read_article(file)
    if isinstance(problems, list):
        file.unlink()
        raise ArticleError("\n".join(_told(problem) for problem in problems))


def _told(problem: Problem) -> str:
    return f"{problem.field}: {problem.message}"


def _remarks(workspace: Workspace, library: Library, today: date) -> Iterator[str]:
    published = [article for article in library.articles if article.status == "published"]
    for article in past_review(published, today):
        file = _file(workspace, article.language, article.id)
        yield f"{file}: to be reviewed by {article.review_by}"
    for link in dead_links(published):
        file = _file(workspace, link.language, link.article)
        yield f"{file}: links to {link.target}, which is not there"
    for article_id, language in library.without_twin(workspace.settings.languages):
        yield f"{article_id} is not published in {language}"


def _file(workspace: Workspace, language: str, article_id: str) -> Path:
    return workspace.articles / language / f"{article_id}.md"
