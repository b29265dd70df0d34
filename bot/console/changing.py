"""Changes to the company's files from a form: saved, or told what is wrong and where."""

import re
from collections.abc import Callable, Collection, Sequence
from difflib import unified_diff

from actions.company_file import CompanyFileError
from actions.settings import Settings
from actions.tickets import Desk
from bot.console.console import Console
from bot.console.errors import WrongForm
from bot.console.form import WHOLE, Form
from bot.console.said import Said
from bot.console.visit import Visit
from bot.workspace_files import (
    Author,
    Change,
    Conflict,
    Edit,
    Mistake,
    NotEditable,
    Refused,
    WorkspaceFileError,
    WorkspaceFiles,
)

# As the company's files name a field in their sentences.
FIELD = re.compile(r"(?:field )?(?P<field>[\w.-]+): (?P<sentence>.*)", re.DOTALL)


class ChangedMeanwhile(WrongForm):
    """Somebody else has changed the file; `difference`: what stands there and what was sent."""

    def __init__(self, form: Form, conflict: Conflict) -> None:
        super().__init__(form)
        self.difference = difference(conflict.theirs, conflict.ours)


def files_of(console: Console) -> WorkspaceFiles:
    """The company's files."""
    return WorkspaceFiles.of(console.workspace)


def settings_of(console: Console) -> Settings:
    """The company's settings as they are edited now, or as they serve if these cannot be read."""
    try:
        return console.workspace.as_edited().settings
    except CompanyFileError:
        return console.workspace.settings


def desk_of(console: Console) -> Desk:
    """The desk as it is edited now, or as it serves if that cannot be read."""
    try:
        return Desk.load(console.workspace.desk_file)
    except CompanyFileError:
        return console.desk


def author_of(visit: Visit) -> Author:
    """Who is at the workbench, as a commit names them."""
    return Author(visit.account.name, visit.account.email)


def save(
    console: Console,
    visit: Visit,
    edits: Sequence[Edit],
    *,
    why: str,
    name_of: Callable[[Mistake, str], str] = lambda mistake, field: field,
) -> Change:
    """Write all of it, or raise WrongForm; a conflict is ChangedMeanwhile, and shows both.

    `name_of`: what the form calls a field that the file calls so.
    """
    fields = visit.asked.fields
    try:
        change = files_of(console).save(edits, author=author_of(visit), why=why, now=visit.now)
    except Conflict as conflict:
        told = {WHOLE: Said("company-conflict", {"file": conflict.file}, "bad")}
        raise ChangedMeanwhile(Form(fields, told), conflict) from None
    except Refused as refused:
        raise WrongForm(Form(fields, _by_field(refused.mistakes, fields, name_of))) from None
    except WorkspaceFileError as error:
        raise WrongForm(Form(fields, {WHOLE: _sentence(str(error))})) from None
    for each in change.files:
        console.note(visit, "file.changed", about=each.file, change=change.id)
    return change


def not_editable(visit: Visit, error: NotEditable) -> WrongForm:
    """A form whose values cannot be written where they belong."""
    return WrongForm(Form(visit.asked.fields, {WHOLE: _sentence(str(error))}))


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """Lines that go (`-`), come (`+`) or stand around them (space)."""
    lines = unified_diff(old.splitlines(), new.splitlines(), n=2, lineterm="")
    shown = [line for line in lines if not line.startswith(("---", "+++"))]
    return [("@" if line.startswith("@@") else line[:1], line[1:]) for line in shown]


def _by_field(
    mistakes: Sequence[Mistake], names: Collection[str], name_of: Callable[[Mistake, str], str]
) -> dict[str, Said]:
    found: dict[str, list[str]] = {}
    for mistake in mistakes:
        read = FIELD.match(mistake.sentence)
        name = nearest(name_of(mistake, read["field"]), names) if read else None
        told = str(mistake) if name is None or read is None else read["sentence"]
        found.setdefault(name or WHOLE, []).append(told)
    return {name: _sentence("\n".join(told)) for name, told in found.items()}


def nearest(field: str, names: Collection[str]) -> str | None:
    """The field of a form that a mistake is about: itself, what it is in, or what is in it."""
    parts = field.split(".")
    for length in range(len(parts), 0, -1):
        if (name := ".".join(parts[:length])) in names:
            return name
    return next((name for name in sorted(names) if name.startswith(f"{field}.")), None)


def _sentence(sentence: str) -> Said:
    return Said("company-mistake", {"sentence": sentence}, "bad")
