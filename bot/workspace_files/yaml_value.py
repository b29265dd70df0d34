"""How a value is written in a file that people edit: in the style of what stood there."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

# As wide as people's own long texts are; beyond it an inline list becomes a block.
WIDTH = 110
STEP = 2


def same(one: Any, other: Any) -> bool:
    """Whether two values are written alike: 1 and true are equal, and not the same."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if _is_list(one) and _is_list(other):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def plain(text: str) -> Any:
    """The values of a YAML text, without anything that only a person sees."""
    return YAML(typ="safe", pure=True).load(text)


def inline(value: Any, *, style: str | None = None, in_flow: bool = True) -> str:
    """A value on one line; `style`: the quotes that stood there."""
    if isinstance(value, Mapping):
        pairs = (f"{inline(key)}: {inline(each, style=style)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    if _is_list(value):
        return "[" + ", ".join(inline(each, style=style) for each in value) + "]"
    if not isinstance(value, str):
        return _unquoted(value)
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if style == '"' or not _may_stand_bare(value, in_flow=in_flow):
        return json.dumps(value, ensure_ascii=False)
    return value


def block(value: Any, *, indent: int) -> str:
    """A value as lines of their own, each ended, `indent` columns from the left."""
    margin = " " * indent
    if isinstance(value, Mapping):
        return "".join(f"{margin}{entry(key, each, indent=indent)}" for key, each in value.items())
    return "".join(f"{margin}{item(each, indent=indent)}" for each in value)


def entry(key: Any, value: Any, *, indent: int, style: str | None = None) -> str:
    """`key: value`, as an entry of a block that is `indent` columns from the left; ended."""
    name = inline(key, in_flow=False)
    if isinstance(value, str) and "\n" in value:
        return f"{name}: {literal(value, indent=indent + STEP)}\n"
    short = inline(value, style=style, in_flow=False)
    if _is_nested(value) and len(short) + indent + len(name) > WIDTH:
        return f"{name}:\n{block(value, indent=indent + STEP)}"
    return f"{name}: {short}\n"


def item(value: Any, *, indent: int, style: str | None = None) -> str:
    """`- value`, the same way."""
    if isinstance(value, str) and "\n" in value:
        return f"- {literal(value, indent=indent + STEP)}\n"
    short = inline(value, style=style, in_flow=False)
    if isinstance(value, Mapping) and value and len(short) + indent > WIDTH:
        return "- " + block(value, indent=indent + STEP).lstrip(" ")
    return f"- {short}\n"


def literal(text: str, *, indent: int) -> str:
    """A text of several lines, line by line as it is; not ended."""
    chomped = "|" if text.endswith("\n") and not text.endswith("\n\n") else "|-"
    if text.endswith("\n\n") or text[:1] in (" ", "\n"):
        return json.dumps(text, ensure_ascii=False)
    margin = " " * indent
    lines = (f"{margin}{line}" if line else "" for line in text.rstrip("\n").split("\n"))
    return "\n".join((chomped, *lines))


def folded(text: str, *, indent: int) -> str:
    """A long text over several lines that are one when it is read; not ended."""
    margin = " " * indent
    width = WIDTH + 10 - indent
    lines: list[str] = []
    for number, paragraph in enumerate(text.rstrip("\n").split("\n")):
        lines += ["", *textwrap.wrap(paragraph, width, break_long_words=False)][number == 0 :]
    chomped = ">" if text.endswith("\n") else ">-"
    return "\n".join((chomped, *(f"{margin}{line}" if line else "" for line in lines)))


def reads_as(written: str, value: Any) -> bool:
    """Whether a text is read as just this value."""
    try:
        return same(plain(written), value)
    except (YAMLError, ValueError):
        return False


def _may_stand_bare(text: str, *, in_flow: bool) -> bool:
    if "\n" in text or text != text.strip():
        return False
    return reads_as(f"[{text}]", [text]) if in_flow else reads_as(f"key: {text}", {"key": text})


def _unquoted(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        str(value)
        if isinstance(value, int)
        else value.isoformat()
        if _is_date(value)
        else repr(value)
    )


def _is_date(value: Any) -> bool:
    return hasattr(value, "isoformat")


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _is_nested(value: Any) -> bool:
    return bool(value) and (isinstance(value, Mapping) or _is_list(value))
