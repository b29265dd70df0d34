"""Between a file's values and the texts of a form: what is shown, and what was sent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.console.company.shape import Path, Shape

Fields = Mapping[str, tuple[str, ...]]
ON = "on"
# Before the name of every field of the file, so that none is taken for the form's own.
PREFIX = "f"
# A field that stands in the form and was left empty: not written.
NOTHING = object()


def name_of(path: Path) -> str:
    """What a field is called in the form; `path`: from the place that the form is about."""
    return ".".join((PREFIX, *map(str, path)))


def shown(
    shape: Shape, value: Any, path: Path, languages: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields of a form, as they are first shown; `value`: what the file says."""
    name = name_of(path)
    match shape.kind:
        case "group":
            for part in shape.parts:
                inner = value.get(part.key) if isinstance(value, Mapping) else None
                yield from shown(part, inner, (*path, part.key), languages)
        case "entries" | "items":
            return
        case "words":
            for language in languages_of(value, languages):
                yield f"{name}.{language}", (_word(value, language),)
        case "word_lines":
            for language in languages_of(value, languages):
                lines = value.get(language) or () if isinstance(value, Mapping) else ()
                yield f"{name}.{language}", ("\n".join(map(str, lines)),)
        case _:
            yield name, _texts(shape, value)


def taken(shape: Shape, value: Any, path: Path, fields: Fields, languages: Sequence[str]) -> Any:
    """What the file is to say of a field; NOTHING: it is not written."""
    name = name_of(path)
    match shape.kind:
        case "group":
            return _group(shape, value, path, fields, languages)
        case "entries" | "items":
            return NOTHING if value is None else value
        case "words":
            return _words(value, name, fields, languages)
        case "word_lines":
            return _word_lines(value, name, fields, languages)
        case "yes_no":
            on = ON in fields.get(name, ())
            return NOTHING if value is None and on == bool(shape.default) else on
        case "choices":
            return _choices(shape, value, fields.get(name, ()))
        case "lines":
            return _lines(value, _sent_lines(fields, name), optional=shape.optional)
        case "groups":
            return [_parts(line) for line in _sent_lines(fields, name)]
        case "pairs" | "pair_lines":
            return _pairs(value, _sent_lines(fields, name), several=shape.kind == "pair_lines")
        case _:
            return _scalar(shape, value, _text_sent(fields, name))


def languages_of(value: Any, languages: Sequence[str]) -> tuple[str, ...]:
    """The company's, and those that the file has besides."""
    there = value if isinstance(value, Mapping) else {}
    return tuple(dict.fromkeys((*languages, *there)))


def _texts(shape: Shape, value: Any) -> tuple[str, ...]:
    match shape.kind:
        case "yes_no":
            return (ON,) if (shape.default if value is None else value) else ()
        case "choices":
            return tuple(map(str, shape.default or () if value is None else _listed(value)))
        case "lines":
            return ("\n".join(map(str, _listed(value))),)
        case "groups":
            return ("\n".join(", ".join(map(str, each)) for each in value or ()),)
        case "pairs":
            return ("\n".join(f"{key}: {each}" for key, each in (value or {}).items()),)
        case "pair_lines":
            return ("\n".join(_pair_line(key, each) for key, each in (value or {}).items()),)
        case _:
            return ("" if value is None else _text(value),)


def _group(shape: Shape, value: Any, path: Path, fields: Fields, languages: Sequence[str]) -> Any:
    before = value if isinstance(value, Mapping) else {}
    found = dict(before)
    for part in shape.parts:
        new = taken(part, before.get(part.key), (*path, part.key), fields, languages)
        if new is NOTHING:
            found.pop(part.key, None)
        else:
            found[part.key] = new
    if found or value == {}:
        return found
    return NOTHING


def _words(value: Any, name: str, fields: Fields, languages: Sequence[str]) -> Any:
    found = {
        language: text
        for language in languages_of(value, languages)
        if (text := _text_sent(fields, f"{name}.{language}"))
    }
    # A phone number is the same in every language, and may be written once.
    once = not isinstance(value, Mapping | None) and len(set(found.values())) == 1
    if once:
        text = next(iter(found.values()))
        return value if text == str(value) else text
    return {key: _kept(value, key, text) for key, text in found.items()} or NOTHING


def _word_lines(value: Any, name: str, fields: Fields, languages: Sequence[str]) -> Any:
    found = {
        language: lines
        for language in languages_of(value, languages)
        if (lines := _sent_lines(fields, f"{name}.{language}"))
    }
    return found if found or value == {} else NOTHING


def _choices(shape: Shape, value: Any, chosen: Sequence[str]) -> Any:
    if value is None and sorted(chosen) == sorted(map(str, shape.default or ())):
        return NOTHING
    if isinstance(value, str) and list(chosen) == [value]:
        return value
    there = [str(each) for each in _listed(value)]
    kept = [each for each in there if each in chosen]
    found = [*kept, *(each for each in chosen if each not in kept)]
    if not found:
        return NOTHING if value is None or shape.optional else []
    return found[0] if len(found) == 1 and not isinstance(value, list) else found


def _lines(value: Any, lines: list[str], *, optional: bool) -> Any:
    if [str(each) for each in _listed(value)] == lines and value is not None:
        return value
    if not lines and value is None:
        return NOTHING if optional else []
    if isinstance(value, str | int) and len(lines) == 1:
        return int(lines[0]) if isinstance(value, int) and lines[0].isdecimal() else lines[0]
    return lines


def _scalar(shape: Shape, value: Any, text: str) -> Any:
    if value is not None and text == _text(value):
        return value
    if not text:
        # A text that may be empty stays one; a field that was not there stays away.
        return "" if value == "" else NOTHING
    if shape.kind == "number" or isinstance(value, int | float):
        return _number(text)
    return text


def _number(text: str) -> Any:
    """A number where it is one; else the words, which the check refuses with its own sentence."""
    for read in (int, float):
        try:
            return read(text.replace(",", "."))
        except ValueError:
            continue
    return text


def _kept(value: Any, key: str, text: str) -> Any:
    """As it was written, where its text is the same: a folded text keeps its last line's end."""
    before = value.get(key) if isinstance(value, Mapping) else None
    return before if isinstance(before, str) and before.strip() == text else text


def _like_before(value: Any, key: str, text: str) -> Any:
    before = (value or {}).get(key)
    return before if before is not None and str(before) == text.strip() else text.strip()


def _pair_line(key: str, values: Any) -> str:
    return f"{key}: {', '.join(map(str, _listed(values)))}"


def _pairs(value: Any, lines: list[str], *, several: bool) -> Any:
    before = value or {}
    found: dict[str, Any] = {}
    for line in lines:
        key, _, text = line.partition(":")
        name = key.strip()
        if several:
            found[name] = _lines(before.get(name, []), _parts(text), optional=False)
        else:
            found[name] = _like_before(before, name, text)
    return found if found or value == {} else NOTHING


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split(",") if part.strip()]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _word(value: Any, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get(language) or "").strip()
    return "" if value is None else str(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


def _text_sent(fields: Fields, name: str) -> str:
    return "\n".join(fields.get(name, ("",))[-1].strip().splitlines())


def _sent_lines(fields: Fields, name: str) -> list[str]:
    return [line.strip() for line in _text_sent(fields, name).splitlines() if line.strip()]
