"""What the bot learns from: each list of a file of training data, a line each."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from bot.console.changing import ChangedMeanwhile, difference, not_editable, save
from bot.console.company.kinds import FileKind
from bot.console.company.place import address_of
from bot.console.console import Console
from bot.console.errors import WrongForm
from bot.console.form import Form
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to
from bot.workspace_files import Edit, NotEditable, Opened, rewritten
from bot.workspace_files.yaml_value import plain

DASH = "- "
WHAT = ("intent", "lookup", "regex", "synonym")


def page(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """Every list of the file."""
    lists = enumerate(lists_of(opened.text))
    form = Form({f"list.{number}": ("\n".join(lines),) for number, (_, lines) in lists})
    return _page(console, visit, opened, form)


def save_examples(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """Write the lists that were sent; with `preview`, only show what would be written."""
    form = Form(visit.asked.fields)
    sent = {
        number: [line.strip() for line in form.value(f"list.{number}").splitlines()]
        for number, _ in enumerate(lists_of(opened.text))
        if f"list.{number}" in form.fields
    }
    try:
        text = with_lists(opened.text, sent)
        if form.value("preview"):
            would = difference(opened.text, text) or "nothing"
            return _page(console, visit, opened, form, would=would)
        edit = Edit(opened.file, text, form.value("revision"))
        save(console, visit, [edit], why=f"Edit {opened.file}")
    except NotEditable as error:
        return _page(console, visit, opened, not_editable(visit, error).form, status=422)
    except ChangedMeanwhile as refused:
        parts = {"difference": refused.difference}
        return _page(console, visit, opened, refused.form, status=409, **parts)
    except WrongForm as refused:
        return _page(console, visit, opened, refused.form, status=422)
    return goes_to(address_of(opened.file), said("company-saved"))


def lists_of(text: str) -> list[tuple[str, list[str]]]:
    """Each list of a file of training data: what it teaches, and its lines."""
    entries = (plain(text) or {}).get("nlu") or ()
    return [(_what(entry), lines_of(entry.get("examples"))) for entry in entries]


def with_lists(text: str, lists: Mapping[int, list[str]]) -> str:
    """The file with other lines in some lists; empty ones are left out."""
    content = deepcopy(plain(text))
    for number, lines in lists.items():
        entry = content["nlu"][number]
        kept = [line.removeprefix(DASH) for line in lines if line]
        if kept != lines_of(entry.get("examples")):
            entry["examples"] = "".join(f"{DASH}{line}\n" for line in kept)
    return rewritten(text, content)


def lines_of(examples: Any) -> list[str]:
    """The lines of a list, as Rasa writes it."""
    stripped = (line.strip() for line in str(examples or "").splitlines())
    return [line.removeprefix(DASH).strip() for line in stripped if line]


def _what(entry: Mapping[str, Any]) -> str:
    return next((str(entry[each]) for each in WHAT if each in entry), "")


def _page(
    console: Console, visit: Visit, opened: Opened, form: Form, *, status: int = 200, **parts: Any
) -> Reply:
    return console.page(
        visit,
        "company/examples.html",
        title="company-kind-examples",
        form=form,
        status=status,
        file=opened.file,
        revision=opened.revision,
        lists=[(number, what) for number, (what, _) in enumerate(lists_of(opened.text))],
        would=parts.get("would"),
        difference=parts.get("difference"),
    )
