"""What the bot says: each text in every language, with its buttons, as a customer reads it."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from actions.texts import placeholders_of
from bot.console.changing import ChangedMeanwhile, not_editable, save
from bot.console.company.kinds import FileKind
from bot.console.company.place import address_of
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import Form
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to
from bot.workspace_files import Edit, NotEditable, Opened, rewritten
from bot.workspace_files.yaml_value import plain

# What a placeholder may be filled with, to see a text as a customer does.
SAMPLES: Mapping[str, str] = {
    "number": "T-1024",
    "name": "Eva Ruiz",
    "contact": "eva@example.com",
    "summary": "…",
    "example": "AU-48213",
    "order_number": "AU-48213",
    "address": "900 000 123",
    "minutes": "5",
    "ahead": "2",
    "url": "https://example.com/t/…",
    "code": "123456",
    "due_date": "2026-12-01",
    "due_time": "12:30",
    "due_zone": "Madrid",
}


def page(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """Every text, or the form of one."""
    responses = _responses(opened)
    name = visit.query.get("at", "")
    if not name:
        found = [(each, _first(variations)) for each, variations in responses.items()]
        return console.page(
            visit, "company/responses.html", title="company-kind-responses", responses=found
        )
    if name not in responses:
        raise NotThere
    form = Form({field: (text,) for field, text in _shown(responses[name])})
    return _page(console, visit, opened, name, form)


def save_response(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """Write a text's new words; with `preview`, only show them as they would be read."""
    form = Form(visit.asked.fields)
    name = form.value("at")
    if name not in _responses(opened):
        raise NotThere
    if form.value("preview"):
        return _page(console, visit, opened, name, form, seen=True)
    try:
        text = _written(visit, opened, name)
        edit = Edit(opened.file, text, form.value("revision"))
        save(console, visit, [edit], why=f"Edit {name} in {opened.file}")
    except ChangedMeanwhile as refused:
        return _page(
            console, visit, opened, name, refused.form, status=409, difference=refused.difference
        )
    except WrongForm as refused:
        return _page(console, visit, opened, name, refused.form, status=422)
    return goes_to(address_of(opened.file), said("company-saved"))


def _written(visit: Visit, opened: Opened, name: str) -> str:
    content = deepcopy(plain(opened.text))
    form = Form(visit.asked.fields)
    for number, variation in enumerate(content["responses"][name]):
        sent = "\n".join(form.value(f"text.{number}").strip().splitlines())
        if sent != str(variation["text"]).strip():
            variation["text"] = sent
        for place, button in enumerate(variation.get("buttons") or ()):
            title = form.value(f"button.{number}.{place}").strip()
            if title and title != str(button["title"]):
                button["title"] = title
    try:
        return rewritten(opened.text, content)
    except NotEditable as error:
        raise not_editable(visit, error) from None


def _page(
    console: Console,
    visit: Visit,
    opened: Opened,
    name: str,
    form: Form,
    *,
    status: int = 200,
    seen: bool = False,
    **parts: Any,
) -> Reply:
    filled = {"company": console.workspace.settings.company, **SAMPLES}
    variations = _responses(opened)[name]
    return console.page(
        visit,
        "company/response.html",
        title="company-kind-responses",
        form=form,
        status=status,
        file=opened.file,
        name=name,
        revision=opened.revision,
        variations=[
            (number, _language(each), [place for place, _ in enumerate(each.get("buttons") or ())])
            for number, each in enumerate(variations)
        ],
        placeholders=sorted(placeholders_of(name)),
        seen=seen,
        filled=lambda text: _filled(text, filled),
        difference=parts.get("difference"),
    )


def _filled(text: str, samples: Mapping[str, str]) -> str:
    for name, value in samples.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _responses(opened: Opened) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (plain(opened.text) or {}).get("responses") or {}
    return found


def _shown(variations: Any) -> Iterator[tuple[str, str]]:
    for number, variation in enumerate(variations):
        yield f"text.{number}", str(variation.get("text") or "").strip()
        for place, button in enumerate(variation.get("buttons") or ()):
            yield f"button.{number}.{place}", str(button["title"])


def _language(variation: Mapping[str, Any]) -> str:
    conditions = variation.get("condition") or ()
    named = (each["value"] for each in conditions if each.get("name") == "language")
    return str(next(named, ""))


def _first(variations: Any) -> str:
    return str(variations[0].get("text") or "") if variations else ""
