"""A file as it is: for those that programmers write, and whose form would say no more."""

from typing import Any

from bot.console.changing import ChangedMeanwhile, difference, save
from bot.console.company.kinds import FileKind
from bot.console.company.place import address_of
from bot.console.console import Console
from bot.console.errors import WrongForm
from bot.console.form import Form
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to
from bot.workspace_files import Edit, Opened


def page(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """The file's text in one field."""
    return _page(console, visit, opened, Form.of(text=opened.text))


def save_text(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """Write the text that was sent; with `preview`, only show what would be written."""
    form = Form(visit.asked.fields)
    text = "".join(f"{line}\n" for line in form.value("text").rstrip().splitlines())
    if form.value("preview"):
        would = difference(opened.text, text) or "nothing"
        return _page(console, visit, opened, form, would=would)
    try:
        edit = Edit(opened.file, text, form.value("revision"))
        save(console, visit, [edit], why=f"Edit {opened.file}")
    except ChangedMeanwhile as refused:
        return _page(
            console, visit, opened, refused.form, status=409, difference=refused.difference
        )
    except WrongForm as refused:
        return _page(console, visit, opened, refused.form, status=422)
    return goes_to(address_of(opened.file), said("company-saved"))


def _page(
    console: Console, visit: Visit, opened: Opened, form: Form, *, status: int = 200, **parts: Any
) -> Reply:
    return console.page(
        visit,
        "company/text.html",
        title="company-place-title",
        form=form,
        status=status,
        file=opened.file,
        revision=opened.revision,
        would=parts.get("would"),
        difference=parts.get("difference"),
    )
