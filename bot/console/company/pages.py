"""The company's files: a form for each place, what was changed, and taking it back."""

from dataclasses import replace

from ruamel.yaml.error import YAMLError

from bot.console.addresses import HOME
from bot.console.changing import author_of, files_of
from bot.console.company import as_text, examples, fields, responses, secrets
from bot.console.company.kinds import FileKind, files_by_kind, kind_of
from bot.console.company.place import address_of, file_at
from bot.console.console import Console
from bot.console.errors import NotThere
from bot.console.route import GET, POST, Route
from bot.console.said import said, warned
from bot.console.visit import Reply, Visit, goes_to
from bot.workspace_files import NotThere as NoSuchFile
from bot.workspace_files import Opened, WorkspaceFileError
from bot.workspace_files.yaml_value import plain

COMPANY = f"{HOME}/company"
CHANGES_SHOWN = 50
EDITORS = {
    "fields": fields.page,
    "responses": responses.page,
    "examples": examples.page,
    "text": as_text.page,
}
SAVERS = {
    "fields": fields.save_place,
    "responses": responses.save_response,
    "examples": examples.save_examples,
    "text": as_text.save_text,
}


def company_page(console: Console, visit: Visit) -> Reply:
    """See every file of the company."""
    found = files_by_kind(console.workspace.root)
    listed = {
        kind.name: [(file, address_of(file)) for file in files]
        for kind, files in found.items()
        if files and kind.editor != "article"
    }
    return console.page(visit, "company/list.html", title="company-title", kinds=listed)


def file_page(console: Console, visit: Visit) -> Reply:
    """See a file, or a place in it, as a form."""
    opened, kind = _opened(console, visit)
    return EDITORS[kind.editor](console, visit, opened, kind)


def save_file(console: Console, visit: Visit) -> Reply:
    """Change a file."""
    opened, kind = _opened(console, visit)
    return SAVERS[kind.editor](console, visit, opened, kind)


def remove_from_file(console: Console, visit: Visit) -> Reply:
    """Take a thing out of a file."""
    opened, kind = _opened(console, visit)
    if kind.editor != "fields":
        raise NotThere
    return fields.remove_place(console, visit, opened, kind)


def changes_page(console: Console, visit: Visit) -> Reply:
    """See who has changed what."""
    changes = files_of(console).history.newest(limit=CHANGES_SHOWN)
    return console.page(
        visit, "company/changes.html", title="company-changes-title", changes=changes
    )


def undo_change(console: Console, visit: Visit) -> Reply:
    """Take a change back."""
    files = files_of(console)
    try:
        change = files.undo(visit.path["change"], author=author_of(visit), now=visit.now)
    except NoSuchFile:
        raise NotThere from None
    except WorkspaceFileError as error:
        return goes_to(f"{COMPANY}-changes", warned("company-not-undone", sentence=str(error)))
    for each in change.files:
        console.note(visit, "file.undone", about=each.file, change=change.id)
    return goes_to(f"{COMPANY}-changes", said("company-undone"))


def _opened(console: Console, visit: Visit) -> tuple[Opened, FileKind]:
    file = file_at(visit.path["file"])
    kind = kind_of(file)
    if kind is None or kind.editor == "article":
        raise NotThere
    try:
        opened = files_of(console).open(file)
    except NoSuchFile:
        raise NotThere from None
    # What cannot be taken apart is put right as it is.
    return opened, kind if _is_yaml(opened.text) else replace(kind, editor="text")


def _is_yaml(text: str) -> bool:
    try:
        return isinstance(plain(text), dict)
    except (YAMLError, ValueError):
        return False


ROUTES = (
    Route(GET, COMPANY, company_page, role="lead", section="company", in_menu=True),
    Route(GET, f"{COMPANY}/{{file}}", file_page, role="lead", section="company"),
    Route(POST, f"{COMPANY}/{{file}}", save_file, role="lead", section="company"),
    Route(POST, f"{COMPANY}/{{file}}/remove", remove_from_file, role="lead", section="company"),
    Route(GET, f"{COMPANY}-changes", changes_page, role="lead", section="company"),
    Route(POST, f"{COMPANY}-changes/{{change}}/undo", undo_change, role="lead", section="company"),
    *secrets.ROUTES,
)
