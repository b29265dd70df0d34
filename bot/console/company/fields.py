"""A file as forms: one for each place of it, made of its model."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.console.changing import ChangedMeanwhile, desk_of, difference, not_editable, save
from bot.console.company.kinds import FileKind
from bot.console.company.labels import labels, named
from bot.console.company.place import (
    address_of,
    path_of,
    value_at,
    with_value,
    without,
)
from bot.console.company.preview import Sample, previewed
from bot.console.company.sent import NOTHING, PREFIX, languages_of, name_of, shown, taken
from bot.console.company.shape import Path, Shape, at_place, content_shape, model_shape
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import Form, wrong
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to
from bot.workspace_files import Edit, Mistake, NotEditable, Opened, rewritten
from bot.workspace_files.yaml_value import plain

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
# Set by the program that starts everything, or a password for all that is kept.
NOT_ASKED = frozenset({"processes", "database_url"})
# Fields that name a team of the desk file.
TEAM_FIELDS = frozenset({"team", "cover", "fallback"})
# A thing without a name of its own.
NAMED = ("name", "text", "")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a file: its fields, and what stands there."""

    file: str
    path: Path
    shape: Shape
    value: Any
    content: Mapping[str, Any]
    new: bool = False


def page(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """The form of a place, with what the file says."""
    place = place_of(console, visit, opened, kind, visit.query)
    form = Form(dict(shown(place.shape, place.value, (), console.workspace.settings.languages)))
    return _page(console, visit, opened, place, form)


def save_place(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """Write what was sent where it belongs; with `preview`, only show what would be written."""
    fields = {name: values[-1] for name, values in visit.asked.fields.items() if values}
    place = place_of(console, visit, opened, kind, fields)
    try:
        place = _keyed(visit, place, fields)
        text, content = _written(console, visit, opened, place)
        if "preview" in fields:
            return _previewed(console, visit, opened, place, (text, content))
        edit = Edit(opened.file, text, fields.get("revision", ""))
        save(console, visit, [edit], why=_why(place), name_of=_names(place))
    except ChangedMeanwhile as refused:
        return _page(
            console, visit, opened, place, refused.form, status=409, difference=refused.difference
        )
    except WrongForm as refused:
        return _page(console, visit, opened, place, refused.form, status=422)
    back = place.path[:-1] if place.new else place.path
    return goes_to(address_of(opened.file, back), said("company-saved"))


def remove_place(console: Console, visit: Visit, opened: Opened, kind: FileKind) -> Reply:
    """Take a thing out; the check says who still needs it."""
    fields = {name: values[-1] for name, values in visit.asked.fields.items() if values}
    place = place_of(console, visit, opened, kind, fields)
    if place.new or place.value is None or place.shape.key:
        raise NotThere  # only a thing among others can go
    try:
        text = rewritten(opened.text, without(place.content, place.path))
        edit = Edit(opened.file, text, fields.get("revision", ""))
        save(console, visit, [edit], why=f"Remove {_dotted(place.path)} from {opened.file}")
    except NotEditable as error:
        return _again(console, visit, opened, place, not_editable(visit, error))
    except WrongForm as refused:
        return _again(console, visit, opened, place, refused)
    return goes_to(address_of(opened.file, place.path[:-1]), said("company-removed"))


def place_of(
    console: Console, visit: Visit, opened: Opened, kind: FileKind, asked: Mapping[str, str]
) -> Place:
    """The place that is asked for; raises NotThere."""
    content = plain(opened.text) or {}
    whole = model_shape(kind.model) if kind.model else content_shape(_without_format(content))
    path = path_of(asked.get("at", ""), whole)
    shape, value = at_place(whole, path), value_at(content, path)
    if shape is None or (path and value is None and _is_a_thing(whole, path)):
        raise NotThere
    if "new" not in asked:
        return Place(opened.file, path, _asked_for(shape, console), value, content)
    if not shape.has_pages or shape.each is None:
        raise NotThere
    key: str | int = len(value or ()) if shape.kind == "items" else ""
    each = _asked_for(shape.each, console)
    return Place(opened.file, (*path, key), each, None, content, new=True)


def _is_a_thing(whole: Shape, path: Path) -> bool:
    """Whether the place is one of several things, and not a field that may be missing."""
    around = at_place(whole, path[:-1])
    return around is not None and around.has_pages


def _without_format(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "format"}


def _asked_for(shape: Shape, console: Console) -> Shape:
    """Without what nobody is asked for, and with the teams to choose from."""
    parts = tuple(
        _asked_for(each, console) if each.kind == "group" else _with_teams(each, console)
        for each in shape.parts
        if each.key not in NOT_ASKED
    )
    return replace(shape, parts=parts)


def _with_teams(shape: Shape, console: Console) -> Shape:
    if shape.key not in TEAM_FIELDS:
        return shape
    teams = tuple(desk_of(console).teams)
    return replace(shape, kind="choices" if shape.kind == "lines" else "choice", options=teams)


def _keyed(visit: Visit, place: Place, fields: Mapping[str, str]) -> Place:
    """A new thing with the name that was given it; raises WrongForm."""
    if not place.new or isinstance(place.path[-1], int):
        return place
    key = fields.get("key", "").strip()
    if not KEY.fullmatch(key):
        raise wrong(visit, "key", "company-key-wrong")
    around = value_at(place.content, place.path[:-1]) or {}
    if key in around:
        raise wrong(visit, "key", "company-key-taken", key=key)
    return replace(place, path=(*place.path[:-1], key))


def _written(
    console: Console, visit: Visit, opened: Opened, place: Place
) -> tuple[str, Mapping[str, Any]]:
    value = taken(
        place.shape, place.value, (), visit.asked.fields, console.workspace.settings.languages
    )
    if value is NOTHING and not place.new:
        content = without(place.content, place.path) if place.value is not None else place.content
    else:
        content = with_value(place.content, place.path, {} if value is NOTHING else value)
    try:
        return rewritten(opened.text, content), content
    except NotEditable as error:
        raise not_editable(visit, error) from None


def _previewed(
    console: Console,
    visit: Visit,
    opened: Opened,
    place: Place,
    written: tuple[str, Mapping[str, Any]],
) -> Reply:
    text, content = written
    languages = console.workspace.settings.languages
    sample = Sample(languages, visit.language, visit.now)
    return _page(
        console,
        visit,
        opened,
        place,
        Form(visit.asked.fields),
        would=difference(opened.text, text) or "nothing",
        told=previewed(opened.file, content, place.path, sample),
    )


def _again(
    console: Console, visit: Visit, opened: Opened, place: Place, refused: WrongForm
) -> Reply:
    stands = dict(shown(place.shape, place.value, (), console.workspace.settings.languages))
    return _page(console, visit, opened, place, Form(stands, refused.form.wrong), status=422)


def _page(
    console: Console,
    visit: Visit,
    opened: Opened,
    place: Place,
    form: Form,
    *,
    status: int = 200,
    **parts: Any,
) -> Reply:
    label, help_for = labels(visit.language)
    return console.page(
        visit,
        "company/place.html",
        title="company-place-title",
        form=form,
        status=status,
        revision=opened.revision,
        place=place,
        around=_around(place),
        things=list(_things(place, visit.language)),
        is_a_thing=bool(place.path) and not place.new and place.shape.key == "",
        label=label,
        help_for=help_for,
        options=lambda shape: _options(shape, visit.language),
        field_name=name_of,
        languages_of=lambda path: languages_of(
            value_at(place.value, path), console.workspace.settings.languages
        ),
        address=lambda path, new=False: address_of(place.file, path, new=new),
        would=parts.pop("would", None),
        told=parts.pop("told", ()),
        difference=parts.pop("difference", None),
    )


def _options(shape: Shape, language: str) -> list[tuple[str, str]]:
    found = named(language, shape.options)
    return found if shape.kind == "choices" or not shape.optional else [("", "—"), *found]


def _around(place: Place) -> list[Path]:
    """The places that this one is in, the file first."""
    return [place.path[:length] for length in range(len(place.path))]


def _things(place: Place, language: str) -> Iterator[tuple[Shape, Path, list[tuple[Path, str]]]]:
    """What has pages of its own here: its shape, place, and each thing with its title."""
    shapes = [place.shape] if place.shape.has_pages else place.shape.parts
    for shape in shapes:
        path = place.path if shape is place.shape else (*place.path, shape.key)
        if place.new or not (shape.has_pages or _is_a_part(place, shape)):
            continue
        value = value_at(place.content, path)
        if shape.has_pages:
            yield shape, path, [((*path, key), _title(key, each)) for key, each in _of(value)]
        else:
            yield shape, path, []


def _is_a_part(place: Place, shape: Shape) -> bool:
    """Of a whole file, fields within a field have a page of their own."""
    return not place.path and shape.kind == "group"


def _of(value: Any) -> Sequence[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return list(enumerate(value or ()))


def _title(key: Any, value: Any) -> str:
    name = value.get("name") if isinstance(value, Mapping) else None
    return str(name) if isinstance(name, str) else str(key)


def _why(place: Place) -> str:
    what = _dotted(place.path)
    verb = "Add" if place.new else "Edit"
    return f"{verb} {what} in {place.file}" if what else f"Edit {place.file}"


def _names(place: Place) -> Any:
    """What the form calls a field that the check calls by its whole way."""
    inside = f"{_dotted(place.path)}." if place.path else ""

    def name(mistake: Mistake, field: str) -> str:
        if mistake.file != place.file:
            return ""
        return f"{PREFIX}.{field.removeprefix(inside)}"

    return name


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))
