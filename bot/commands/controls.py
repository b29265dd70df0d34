"""`primera articles withdraw`, `primera answers pause`: what a lead switches while the bot runs."""

from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from actions.answers import ControlsStore
from actions.database import engine, migrate
from actions.workspace import Workspace
from bot.publishing.serving import Serving
from kb_index import KnowledgeBaseError, PublishedArticles, read_library

LIVE = "live within ten seconds"


class UnknownArticle(KnowledgeBaseError):
    """An article is named that is not there."""


def withdraw(
    workspace: Workspace, article_id: str, language: str | None, reason: str, console: Console
) -> None:
    """Takes an article away in the languages that have it, or in one of them."""
    languages = _languages_of(workspace, article_id, language)
    controls_store(workspace).withdraw(article_id, languages, reason=reason, now=datetime.now(UTC))
    console.print(
        f"{article_id} ({', '.join(languages)}) is withdrawn, {LIVE}. It stays so until "
        f"`primera articles restore {article_id}`; to end it for good, write `status: archived`.",
        soft_wrap=True,
    )


def restore(workspace: Workspace, article_id: str, language: str | None, console: Console) -> None:
    """Shows it again; also one whose file is gone by now."""
    controls_store(workspace).restore(article_id, language)
    console.print(f"{article_id} is shown again, {LIVE}.")


def withdrawn(workspace: Workspace, console: Console) -> None:
    """All that is withdrawn, and whether answers are paused."""
    controls = controls_store(workspace).current()
    table = Table("Article", "Language", "Since", "Reason")
    for each in controls.withdrawals:
        since = f"{each.at:%Y-%m-%d %H:%M} UTC"
        table.add_row(each.article_id, each.language, since, escape(each.reason))
    console.print(table if table.row_count else "Nothing is withdrawn.")
    if controls.pause:
        since = f"{controls.pause.at:%Y-%m-%d %H:%M} UTC"
        console.print(f"Answers are paused since {since}: {escape(controls.pause.reason)}")


def pause(workspace: Workspace, reason: str, console: Console) -> None:
    """Answers nothing until resumed."""
    controls_store(workspace).pause(reason=reason, now=datetime.now(UTC))
    console.print(
        f"Answers are paused, {LIVE}: every question goes to people until `primera answers resume`."
    )


def resume(workspace: Workspace, console: Console) -> None:
    """Answers again."""
    paused = controls_store(workspace).resume()
    console.print(f"The bot answers again, {LIVE}." if paused else "Answers were not paused.")


def _languages_of(workspace: Workspace, article_id: str, language: str | None) -> tuple[str, ...]:
    """Those that serve it, too: its file may be broken or gone, and that be the reason."""
    languages = workspace.settings.languages
    library = read_library(workspace.articles, languages=languages)
    generation = Serving(workspace).workspace().settings.processes.index
    serving = PublishedArticles(workspace.index_root, stays=generation)
    having = {one.language for one in library.articles if one.id == article_id}
    having |= {each for each in languages if serving.article(article_id, each)}
    found = tuple(each for each in languages if each in having and language in (None, each))
    if not found:
        raise UnknownArticle(
            f"There is no article {article_id!r}{f' in {language!r}' if language else ''} in "
            f"{workspace.articles}. An article's id is the name of its file without `.md`."
        )
    return found


def controls_store(workspace: Workspace) -> ControlsStore:
    """Where the workspace keeps its switches; its tables are made if they are not there."""
    migrate(workspace.database_url)
    return ControlsStore(engine(workspace.database_url))
