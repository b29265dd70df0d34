"""Articles of another system, uploaded: read, written as drafts, saved as one change."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.console.addresses import HOME
from bot.console.changing import desk_of, save
from bot.console.console import Console
from bot.console.errors import WrongForm
from bot.console.form import NO_FORM, Form, FormModel, read, wrong
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to
from bot.importing.errors import ImportingError
from bot.importing.folder import Folder
from bot.importing.reading import ReadingProcess
from bot.importing.run import Choices, Company, Report, import_articles
from bot.importing.topic import called
from bot.workspace_files import Edit, revision_of

IMPORT = f"{HOME}/articles-import"
MOST_BYTES = 20 * 1024 * 1024
FILE = "file"


class WhatFor(FormModel):
    """What the file's articles are, where it does not say."""

    language: str = ""
    topic: str = ""


def import_page(console: Console, visit: Visit) -> Reply:
    """See what can be imported."""
    return _page(console, visit)


def import_file(console: Console, visit: Visit) -> Reply:
    """Read a file's articles and write them as drafts; nobody is answered with them yet."""
    try:
        sent = read(WhatFor, visit)
        uploaded = visit.asked.files.get(FILE)
        if uploaded is None or not uploaded.content:
            raise wrong(visit, FILE, "form-missing")
        report, edits = _read(console, Path(uploaded.name).name, uploaded.content, sent)
        if edits:
            save(console, visit, edits, why=f"Import articles from {Path(uploaded.name).name}")
    except WrongForm as refused:
        return _page(console, visit, refused.form, status=422)
    except ImportingError as error:
        told = wrong(visit, FILE, "company-mistake", sentence=str(error)).form
        return _page(console, visit, told, status=422)
    if report.failures:
        return _page(console, visit, failures=[str(each.message) for each in report.failures])
    return goes_to(f"{HOME}/articles", said("articles-imported", count=len(edits)))


def _read(console: Console, name: str, content: bytes, sent: WhatFor) -> tuple[Report, list[Edit]]:
    workspace = console.workspace
    with TemporaryDirectory(prefix="primera-import-") as folder, ReadingProcess() as process:
        source, articles = Path(folder) / "source", Path(folder) / "kb_index" / "articles"
        source.mkdir()
        (source / (name or "articles")).write_bytes(content)
        shutil.copytree(workspace.articles, articles)
        ledger = workspace.articles.parent / "imported.json"
        if ledger.exists():
            shutil.copy(ledger, articles.parent / ledger.name)
        company = Company(articles, workspace.settings.languages, _topics(console))
        choices = Choices(name, sent.language or None, sent.topic or None)
        documents = Folder(source, MOST_BYTES).documents()
        report = import_articles(documents, company, choices, lambda line: None, read=process.read)
        edits = list(_changed(articles, workspace.articles))
        if edits and (articles.parent / ledger.name).exists():
            shutil.copy(articles.parent / ledger.name, ledger)
        return report, edits


def _changed(new: Path, old: Path) -> list[Edit]:
    edits = []
    for file in sorted(new.glob("*/*.md")):
        text, before = file.read_text("utf-8"), old / file.relative_to(new)
        was = before.read_text("utf-8") if before.exists() else None
        if text != was:
            path = f"kb_index/articles/{file.relative_to(new).as_posix()}"
            edits.append(Edit(path, text, None if was is None else revision_of(was)))
    return edits


def _topics(console: Console) -> dict[str, str]:
    desk = desk_of(console)
    names = {
        called(name): topic
        for topic in desk.topics
        for language in console.workspace.settings.languages
        if (name := desk.topic_name(topic, language))
    }
    return names | {called(topic): topic for topic in desk.topics}


def _page(
    console: Console,
    visit: Visit,
    form: Form = NO_FORM,
    status: int = 200,
    failures: list[str] | None = None,
) -> Reply:
    desk = desk_of(console)
    return console.page(
        visit,
        "articles/import.html",
        title="articles-import-title",
        form=form,
        status=status,
        failures=failures or [],
        topics=[("", "—")]
        + [(topic, desk.topic_name(topic, visit.language) or topic) for topic in desk.topics],
        codes=[("", "—"), *((each, each) for each in console.workspace.settings.languages)],
    )
