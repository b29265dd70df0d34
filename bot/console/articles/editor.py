"""An article's page: its languages side by side, a preview, approval, withdrawing it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from actions.answers import ControlsStore, NotWithdrawn
from bot.console.addresses import HOME
from bot.console.articles.approval import approvers, may_approve
from bot.console.articles.shelf import remembered
from bot.console.articles.unanswered import begun_from, close_what_it_answers
from bot.console.changing import (
    ChangedMeanwhile,
    desk_of,
    files_of,
    not_editable,
    save,
    settings_of,
)
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import WHOLE, Form, FormModel, read, wrong
from bot.console.said import Said, said
from bot.console.visit import Reply, Visit, goes_to
from bot.importing.draft import Draft
from bot.importing.naming import free_id, slug
from bot.workspace_files import Edit, NotEditable, rewritten_article
from kb_index.article import Article
from kb_index.front_matter import Unreadable, taken_apart
from kb_index.markdown import to_html

ARTICLES = f"{HOME}/articles"
SHARED = ("topic", "review_by", "valid_from", "valid_until")


class Reason(FormModel):
    """Why an article is taken away."""

    reason: Annotated[str, Field(max_length=300)] = ""


def article_page(console: Console, visit: Visit) -> Reply:
    """See an article in its languages."""
    return page_of(console, visit, visit.path["article"])


def new_page(console: Console, visit: Visit) -> Reply:
    """Begin an article."""
    return _page(console, visit, "", Form.of(topic=visit.query.get("topic", "")))


def write_article_page(console: Console, visit: Visit) -> Reply:
    """Begin an article from what was asked and what a person answered."""
    form, asked = begun_from(console, visit)
    return _page(console, visit, "", form, asked=asked)


def save_article(console: Console, visit: Visit) -> Reply:
    """Write an article's languages; with `preview`, only show them as customers read them."""
    article_id = visit.path["article"]
    if not any(_file(console, article_id, each).exists() for each in languages(console)):
        raise NotThere
    return _saved(console, visit, article_id)


def save_new(console: Console, visit: Visit) -> Reply:
    """Write a draft in each language that has a title and a text."""
    form = Form(visit.asked.fields)
    titles = [form.value(f"title.{each}").strip() for each in languages(console)]
    title = next(filter(None, titles), "")
    if not title and not form.value("preview"):
        told = wrong(visit, f"title.{languages(console)[0]}", "form-missing").form
        return _page(console, visit, "", told, status=422)
    taken = {file.stem for file in console.workspace.articles.glob("*/*.md")}
    return _saved(console, visit, free_id(slug(title) or "article", taken), new=True)


def approve_article(console: Console, visit: Visit) -> Reply:
    """Stand for an article, so that it is answered from the next index on."""
    article_id, language = visit.path["article"], _language(console, visit)
    opened = _opened(console, article_id, language)
    if not may_approve(console, visit, opened.file):
        told = Said("articles-approve-another", {}, "bad")
        return page_of(console, visit, article_id, {WHOLE: told}, status=422)
    fields = {"status": "published", "approved_by": visit.account.name}
    reply = _set(console, visit, opened, fields, "article.approved", "articles-approved")
    if (article := _article(_file(console, article_id, language))) and reply.status == 303:
        close_what_it_answers(console, visit, article)
    return reply


def end_article(console: Console, visit: Visit) -> Reply:
    """Make it a draft again."""
    article_id, language = visit.path["article"], _language(console, visit)
    opened = _opened(console, article_id, language)
    return _set(
        console, visit, opened, {"status": "draft"}, "article.unpublished", "articles-unpublished"
    )


def withdraw_article(console: Console, visit: Visit) -> Reply:
    """Take an article away at once, in every language that has it."""
    article_id = visit.path["article"]
    having = [each for each in languages(console) if _file(console, article_id, each).exists()]
    if not having:
        raise NotThere
    try:
        reason = read(Reason, visit).reason
    except WrongForm as refused:
        return page_of(console, visit, article_id, refused.form.wrong, status=422)
    ControlsStore(console.database).withdraw(article_id, having, reason=reason, now=visit.now)
    console.note(visit, "article.withdrawn", about=article_id)
    return goes_to(f"{ARTICLES}/{article_id}", said("articles-withdrawn"))


def restore_article(console: Console, visit: Visit) -> Reply:
    """Show it again."""
    article_id = visit.path["article"]
    try:
        ControlsStore(console.database).restore(article_id)
    except NotWithdrawn:
        raise NotThere from None
    console.note(visit, "article.restored", about=article_id)
    return goes_to(f"{ARTICLES}/{article_id}", said("articles-restored"))


def page_of(
    console: Console,
    visit: Visit,
    article_id: str,
    problems: Mapping[str, Said] | None = None,
    *,
    status: int = 200,
) -> Reply:
    """An article's page as its files have it; raises NotThere."""
    fields = {name: (text,) for name, text in _shown(console, article_id)}
    if not fields:
        raise NotThere
    return _page(console, visit, article_id, Form(fields, problems or {}), status=status)


def languages(console: Console) -> tuple[str, ...]:
    """The company's."""
    return console.workspace.settings.languages


def _saved(console: Console, visit: Visit, article_id: str, *, new: bool = False) -> Reply:
    form, shown = Form(visit.asked.fields), "" if new else article_id
    if form.value("preview"):
        return _page(console, visit, shown, form, seen=True)
    try:
        edits = [
            edit
            for language in languages(console)
            if (edit := _edit(console, visit, article_id, language)) is not None
        ]
        why = f"{'Add' if new else 'Edit'} article {article_id}"
        save(console, visit, edits, why=why, name_of=_named)
    except ChangedMeanwhile as refused:
        return _page(console, visit, shown, refused.form, status=409, difference=refused.difference)
    except WrongForm as refused:
        return _page(console, visit, shown, refused.form, status=422)
    return goes_to(f"{ARTICLES}/{article_id}", said("articles-saved"))


def _edit(console: Console, visit: Visit, article_id: str, language: str) -> Edit | None:
    """What becomes of one language; None where nothing is written in it."""
    form = Form(visit.asked.fields)
    title = form.value(f"title.{language}").strip()
    text = "\n".join(form.value(f"text.{language}").strip().splitlines())
    phrasings = [
        line.strip() for line in form.value(f"phrasings.{language}").splitlines() if line.strip()
    ]
    path = _file(console, article_id, language)
    file = path.relative_to(console.workspace.root).as_posix()
    if not path.exists():
        if not title or not text:
            return None
        draft = Draft(article_id, language, form.value("topic"), title, tuple(phrasings), text)
        new = _with_fields(visit, draft.file, _shared(form), text)
        return Edit(file, new, None)
    opened = files_of(console).open(file)
    fields: dict[str, Any] = {**_shared(form), "title": title, "phrasings": phrasings or None}
    fields |= _approval_after(console, visit, opened.text, title, text)
    written = _with_fields(visit, opened.text, fields, text)
    return Edit(file, written, form.value(f"revision.{language}") or opened.revision)


def _approval_after(
    console: Console, visit: Visit, before: str, title: str, text: str
) -> dict[str, Any]:
    """Other words need another approval: by whoever writes them, or by another person."""
    read_before = taken_apart(before)
    if isinstance(read_before, Unreadable) or read_before.fields.get("status") != "published":
        return {}
    if (read_before.fields.get("title"), read_before.body) == (title, text):
        return {}
    if approvers(console) > 1 and settings_of(console).answers.approved_by_another:
        return {"status": "draft"}
    return {"approved_by": visit.account.name}


def _with_fields(visit: Visit, text: str, fields: Mapping[str, Any], body: str) -> str:
    source = taken_apart(text)
    if isinstance(source, Unreadable):
        raise wrong(visit, WHOLE, "articles-unreadable", line=source.line)
    merged = {**source.fields, **fields}
    kept = {name: value for name, value in merged.items() if value is not None}
    try:
        return rewritten_article(text, kept, body)
    except NotEditable as error:
        raise not_editable(visit, error) from None


def _shared(form: Form) -> dict[str, Any]:
    """What all languages have alike; a date that is none stays a text, which the check refuses."""
    return {"topic": form.value("topic") or None} | {
        name: _date(form.value(name)) for name in SHARED if name != "topic"
    }


def _date(text: str) -> date | str | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return text.strip()


def _set(
    console: Console,
    visit: Visit,
    opened: Any,
    fields: Mapping[str, Any],
    act: str,
    told: str,
) -> Reply:
    article_id = visit.path["article"]
    source = taken_apart(opened.text)
    if isinstance(source, Unreadable):
        raise NotThere
    try:
        text = _with_fields(visit, opened.text, fields, source.body)
        save(console, visit, [Edit(opened.file, text, opened.revision)], why=f"{act} {article_id}")
    except WrongForm as refused:
        return page_of(console, visit, article_id, refused.form.wrong, status=refused.status)
    console.note(visit, act, about=article_id)
    return goes_to(f"{ARTICLES}/{article_id}", said(told))


def _page(
    console: Console,
    visit: Visit,
    article_id: str,
    form: Form,
    *,
    status: int = 200,
    seen: bool = False,
    difference: Any = None,
    asked: Sequence[str] = (),
) -> Reply:
    desk = desk_of(console)
    there = {each: _file(console, article_id, each) for each in languages(console)}
    controls = ControlsStore(console.database).current()
    return console.page(
        visit,
        "articles/article.html",
        title="articles-new-title" if not article_id else "articles-article-title",
        form=form,
        status=status,
        article_id=article_id,
        versions=[(each, _article(file)) for each, file in there.items()],
        topics=[(topic, desk.topic_name(topic, visit.language) or topic) for topic in desk.topics],
        withdrawn=any(controls.is_withdrawn(article_id, each) for each in there),
        may_approve={
            each: may_approve(console, visit, file.relative_to(console.workspace.root).as_posix())
            for each, file in there.items()
        },
        seen=seen,
        html=lambda language: to_html(form.value(f"text.{language}")),
        difference=difference,
        asked=asked,
    )


def _article(file: Path) -> Article | None:
    read_file = remembered(file) if file.exists() else None
    return read_file if isinstance(read_file, Article) else None


def _shown(console: Console, article_id: str) -> Iterator[tuple[str, str]]:
    for language in languages(console):
        file = _file(console, article_id, language)
        if not file.exists():
            continue
        opened = files_of(console).open(file.relative_to(console.workspace.root).as_posix())
        yield f"revision.{language}", opened.revision
        source = taken_apart(opened.text)
        if isinstance(source, Unreadable):
            yield f"text.{language}", opened.text
            continue
        yield f"title.{language}", str(source.fields.get("title") or "")
        yield f"text.{language}", source.body
        yield f"phrasings.{language}", "\n".join(source.fields.get("phrasings") or ())
        for name in SHARED:
            yield name, str(source.fields.get(name) or "")


def _named(mistake: Any, field: str) -> str:
    """A field of an article's file, in the form that has its languages side by side."""
    language = Path(mistake.file).parent.name
    return field if field in SHARED else f"{field}.{language}"


def _language(console: Console, visit: Visit) -> str:
    language = Form(visit.asked.fields).value("language")
    if language not in languages(console):
        raise NotThere
    return language


def _opened(console: Console, article_id: str, language: str) -> Any:
    file = _file(console, article_id, language)
    if not file.exists():
        raise NotThere
    return files_of(console).open(file.relative_to(console.workspace.root).as_posix())


def _file(console: Console, article_id: str, language: str) -> Path:
    if not all(part.isalnum() for part in article_id.split("-")) and article_id:
        raise NotThere
    return console.workspace.articles / language / f"{article_id}.md"
