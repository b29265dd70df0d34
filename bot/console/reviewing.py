"""Review: real messages the bot was unsure of, one after another, by keyboard."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from actions.redaction import Redactor
from actions.tickets import Desk
from bot.console.addresses import HOME
from bot.console.changing import author_of
from bot.console.console import Console
from bot.console.errors import WrongForm
from bot.console.form import NO_FORM, Form, FormModel, read, wrong
from bot.console.redacting import redactor_of
from bot.console.route import GET, POST, Route
from bot.console.said import said, warned
from bot.console.testing import NoTest, keep_as_test
from bot.console.topics.pages import new_topic
from bot.console.visit import Reply, Visit, goes_to
from bot.publishing.gate.examples import examples_of, plain
from bot.reviewing.decisions import Decided, Decision, Decisions
from bot.reviewing.messages import ToReview, to_review
from bot.reviewing.teaching import (
    NoSuchPlace,
    example_edit,
    phrasing_edit,
    plain_example,
)
from bot.workspace_files import Edit, NotUndone, WorkspaceFileError, WorkspaceFiles

PAGE = f"{HOME}/review"
OUT_OF_SCOPE = "out_of_scope"
TOLD: dict[Decided, str] = {
    "taught": "review-taught",
    "phrasing": "review-phrasing-kept",
    "tested": "review-tested",
    "discarded": "review-discarded",
}


class Reviewed(FormModel):
    """What a message becomes; `text`: as the lead has left it."""

    message_id: Annotated[str, Field(max_length=64)]
    conversation_id: Annotated[str, Field(max_length=64)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    becomes: Literal["example", "out_of_scope", "topic", "phrasing", "test", "discarded"]
    text: Annotated[str, Field(max_length=4_000)] = ""
    intent: Annotated[str, Field(max_length=120)] = ""
    article: Annotated[str, Field(max_length=120)] = ""


def review_page(console: Console, visit: Visit) -> Reply:
    """See the message that is most worth a look."""
    return _page(console, visit)


def review_decide(console: Console, visit: Visit) -> Reply:
    """Make an example, a phrasing or a test of a message, or discard it."""
    try:
        sent = read(Reviewed, visit)
        if sent.becomes == "topic":
            return _begins_topic(console, visit, sent)
        change = _done(console, visit, sent)
    except WrongForm as refused:
        return _page(console, visit, form=refused.form, status=422)
    except WorkspaceFileError as refused:
        form = Form(visit.asked.fields, {"text": warned("review-refused", why=str(refused))})
        return _page(console, visit, form=form, status=422)
    decided = _decided(sent)
    decision = Decision(sent.message_id, decided, visit.account.name, change)
    Decisions(console.workspace.home).keep(decision)
    console.note(visit, f"message.{decided}", sent.message_id)
    return goes_to(PAGE, said(TOLD[decided]))


def review_undo(console: Console, visit: Visit) -> Reply:
    """Take the last decision back, and what it wrote."""
    decisions = Decisions(console.workspace.home)
    last = decisions.last(visit.account.name)
    if last is None:
        return goes_to(PAGE, warned("review-nothing-to-undo"))
    if last.change:
        try:
            files = WorkspaceFiles(
                console.workspace.root, console.workspace.home, check=lambda _: []
            )
            files.undo(last.change, author=author_of(visit), now=visit.now)
        except (NotUndone, WorkspaceFileError):
            return goes_to(PAGE, warned("review-not-undone"))
    decisions.keep(Decision(last.message_id, last.decided, last.by, last.change, undone=True))
    console.note(visit, "message.undone", last.message_id)
    return goes_to(PAGE, said("review-undone"))


def _begins_topic(console: Console, visit: Visit, sent: Reviewed) -> Reply:
    """The form of a new topic, which has the message as its first example."""
    example = plain_example(sent.text)
    if not example:
        raise wrong(visit, "text", "form-missing")
    fields = {f"examples.{sent.language}": example, "message_id": sent.message_id}
    return new_topic(console, visit, Form.of(**fields))


def _done(console: Console, visit: Visit, sent: Reviewed) -> str:
    """The id of the change of files; "" for none."""
    if sent.becomes == "discarded":
        return ""
    if sent.becomes == "test":
        try:
            return keep_as_test(console, visit, sent.conversation_id, locale=sent.language)
        except NoTest as refused:
            raise wrong(visit, "text", refused.name) from None
    # A whole check takes longer than anybody waits between two messages; the candidate gets it.
    files = WorkspaceFiles(console.workspace.root, console.workspace.home, check=lambda _: [])
    edit = _edit(console, visit, files, sent)
    why = f"Review: a message becomes {sent.becomes.replace('_', ' ')}"
    return files.save([edit], author=author_of(visit), why=why, now=visit.now).id


def _edit(console: Console, visit: Visit, files: WorkspaceFiles, sent: Reviewed) -> Edit:
    workspace = console.workspace
    if not plain_example(sent.text):
        raise wrong(visit, "text", "form-missing")
    if sent.becomes == "phrasing":
        if not sent.article:
            raise wrong(visit, "article", "review-choose-article")
        try:
            return phrasing_edit(
                files, text=sent.text, article=sent.article, language=sent.language
            )
        except NoSuchPlace:
            raise wrong(visit, "article", "review-no-article") from None
    intent = OUT_OF_SCOPE if sent.becomes == "out_of_scope" else sent.intent
    if intent not in _intents(console):
        raise wrong(visit, "intent", "review-no-intent")
    _refuse_contradiction(console, visit, sent.text, intent)
    return example_edit(workspace, files, text=sent.text, intent=intent, language=sent.language)


def _refuse_contradiction(console: Console, visit: Visit, text: str, intent: str) -> None:
    """The same sentence cannot teach two things."""
    same = plain(plain_example(text))
    for each in examples_of(console.workspace):
        if plain(each.text) == same and each.intent != intent:
            raise wrong(visit, "text", "review-contradicts", intent=each.intent, file=each.file)


def _decided(sent: Reviewed) -> Decided:
    names: dict[str, Decided] = {
        "example": "taught",
        "out_of_scope": "taught",
        "phrasing": "phrasing",
        "test": "tested",
    }
    return names.get(sent.becomes, "discarded")


def _intents(console: Console) -> list[str]:
    """What an example can teach: everything that is taught already, and every topic of the desk."""
    desk = Desk.load(console.workspace.desk_file)
    taught = {each.intent for each in examples_of(console.workspace)}
    return sorted({*taught, *(f"ask/{topic}" for topic in desk.topics), OUT_OF_SCOPE})


def _page(console: Console, visit: Visit, *, form: Form = NO_FORM, status: int = 200) -> Reply:
    redactor = redactor_of(console.workspace)
    listed = _listed(console, visit) if redactor else []
    first = _redacted(listed[0], redactor) if listed and redactor else None
    if first and not form.fields:
        form = Form.of(text=plain_example(first.text), intent=first.intent)
    return console.page(
        visit,
        "review/page.html",
        title="review-title",
        status=status,
        form=form,
        first=first,
        left=len(listed),
        intents=[(each, each) for each in _intents(console)] if first else [],
        articles=[("", "—"), *((a, a) for a in _articles(console, first.language))]
        if first
        else [],
        undoes=Decisions(console.workspace.home).last(visit.account.name) is not None,
        has_model=redactor is not None,
    )


def _listed(console: Console, visit: Visit) -> Sequence[ToReview]:
    reviewed = Decisions(console.workspace.home).reviewed()
    return to_review(console.database, besides=reviewed, now=visit.now)


def _redacted(message: ToReview, redactor: Redactor) -> ToReview:
    return replace(message, text=redactor.redacted(message.text))


def _articles(console: Console, language: str) -> list[str]:
    return sorted(file.stem for file in (console.workspace.articles / language).glob("*.md"))


ROUTES = (
    Route(GET, PAGE, review_page, role="lead", section="review", in_menu=True),
    Route(POST, PAGE, review_decide, role="lead", section="review"),
    Route(POST, f"{PAGE}/undo", review_undo, role="lead", section="review"),
)
