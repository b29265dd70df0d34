"""Shape: which fields a place of a file has, read off its pydantic model."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

Kind = Literal[
    "text",
    "number",
    "yes_no",
    "choice",  # one of `options`
    "choices",  # any of them
    "lines",  # a list, a line each
    "groups",  # a list of lists, a line each, with commas
    "words",  # a text for each language
    "word_lines",  # a list for each language
    "pairs",  # name: value, a line each
    "pair_lines",  # name: value, value, a line each
    "group",  # fields within a field
    "entries",  # things by name, each with a page of its own
    "items",  # the same in order, without names
]
Key = str | int
Path = tuple[Key, ...]
# What a file says once for all, or a thing is called by already.
NOT_ASKED = ("format", "slug")


@dataclass(frozen=True, slots=True)
class Shape:
    """A field, or the fields within it."""

    kind: Kind
    key: str = ""
    optional: bool = True
    default: Any = None
    options: tuple[str, ...] = ()
    parts: tuple["Shape", ...] = field(default=())  # of a group
    each: "Shape | None" = None  # of entries and items

    @property
    def has_pages(self) -> bool:
        """Whether what is in it is edited on pages of its own."""
        return self.kind in ("entries", "items")


def shape_of(annotation: Any, key: str = "", info: FieldInfo | None = None) -> Shape:
    """What a type wants to be told."""
    metadata: tuple[Any, ...] = tuple(info.metadata) if info else ()
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        for each in more:
            metadata += (each, *(each.metadata if isinstance(each, FieldInfo) else ()))
    optional = info is not None and not info.is_required()
    default = info.get_default(call_default_factory=True) if optional and info else None
    given = _told(annotation, metadata)
    return Shape(key=key, optional=optional, default=default, **given)


def model_shape(model: type[BaseModel], key: str = "", *, optional: bool = True) -> Shape:
    """The fields of a model; `format` is no question for anybody."""
    parts = tuple(
        shape_of(info.annotation, name, info)
        for name, info in model.model_fields.items()
        if name not in NOT_ASKED and not (name == "name" and info.default == "")
    )
    return Shape("group", key, optional, parts=parts)


def content_shape(content: Any, key: str = "") -> Shape:
    """Of a file without a model: the fields that it has."""
    match content:
        case Mapping() if content and all(_are_lines(each) for each in content.values()):
            parts = tuple(Shape("lines", str(name)) for name in content)
            return Shape("group", key, parts=parts)
        case Mapping() if any(isinstance(each, Mapping) for each in content.values()):
            first = next(each for each in content.values() if isinstance(each, Mapping))
            return Shape("entries", key, each=content_shape(first))
        case Mapping():
            return Shape("group", key, parts=tuple(content_shape(v, k) for k, v in content.items()))
        case bool():
            return Shape("yes_no", key)
        case int() | float():
            return Shape("number", key)
        case list():
            return Shape("lines", key)
        case _:
            return Shape("text", key)


def at_place(shape: Shape, path: Path) -> Shape | None:
    """The shape of what stands at a place; None where there is none."""
    for part in path:
        if shape.has_pages:
            found = shape.each
        else:
            found = next((each for each in shape.parts if each.key == part), None)
        if found is None:
            return None
        shape = found
    return shape


def _told(annotation: Any, metadata: Sequence[Any]) -> dict[str, Any]:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _of_union([each for each in inside if each is not type(None)], metadata)
    if origin is Literal:
        return {"kind": "choice", "options": tuple(map(str, inside))}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {"kind": "group", "parts": model_shape(annotation).parts}
    if annotation is bool:
        return {"kind": "yes_no"}
    if annotation in (int, float):
        # A number that is read from words ("3 days") is written as words.
        words = any(type(each).__name__ == "BeforeValidator" for each in metadata)
        return {"kind": "text" if words else "number"}
    if origin in (tuple, list):
        return _of_list(inside[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _of_mapping(*inside, has_words=any(isinstance(each, MinLen) for each in metadata))
    return {"kind": "text"}


def _of_union(inside: Sequence[Any], metadata: Sequence[Any]) -> dict[str, Any]:
    told = [_told(*_bare(each, metadata)) for each in inside]
    if len(told) == 1:
        return told[0]
    return {"kind": "lines" if any(each["kind"] == "lines" for each in told) else "text"}


def _of_list(each: Any) -> dict[str, Any]:
    told = _told(*_bare(each, ()))
    match told["kind"]:
        case "choice":
            return {"kind": "choices", "options": told["options"]}
        case "group":
            return {"kind": "items", "each": Shape("group", parts=told["parts"])}
        case "lines":
            return {"kind": "groups"}
        case _:
            return {"kind": "lines"}


def _of_mapping(key: Any, value: Any, *, has_words: bool) -> dict[str, Any]:
    key, about_key = _bare(key, ())
    is_language = bool(about_key)  # a pattern: of all names, languages alone have one
    told = _told(*_bare(value, ()))
    if get_origin(key) is Literal:
        return {
            "kind": "group",
            "parts": tuple(Shape(key=str(name), **told) for name in get_args(key)),
        }
    match told["kind"]:
        case "text":
            return {"kind": "words" if has_words else "pairs"}
        case "lines":
            return {"kind": "word_lines" if has_words or is_language else "pair_lines"}
        case _:
            return {"kind": "entries", "each": Shape(**told)}


def _bare(annotation: Any, metadata: Sequence[Any]) -> tuple[Any, tuple[Any, ...]]:
    found = tuple(metadata)
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        for each in more:
            found += (each, *(each.metadata if isinstance(each, FieldInfo) else ()))
    return annotation, found


def _are_lines(content: Any) -> bool:
    return isinstance(content, list) and all(isinstance(each, str) for each in content)
