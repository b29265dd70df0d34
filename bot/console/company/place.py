"""Where in a file a form is: its address, what stands there, and the file with something else."""

from collections.abc import Mapping
from copy import deepcopy
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from bot.console.addresses import HOME
from bot.console.company.shape import Path, Shape

FOLDER_MARK = "~"  # in the address of a file's page, in place of its slashes


def address_of(file: str, path: Path = (), *, new: bool = False) -> str:
    """The page of a file, or of a place in it."""
    address = f"{HOME}/company/{quote(file.replace('/', FOLDER_MARK))}"
    asked = [f"at={quote('/'.join(map(str, path)), safe='/')}"] if path else []
    asked += ["new=1"] if new else []
    return f"{address}?{'&'.join(asked)}" if asked else address


def file_at(part: str) -> str:
    """The file that an address names."""
    return part.replace(FOLDER_MARK, "/")


def path_of(text: str, shape: Shape) -> Path:
    """A place as an address has it; numbers where things have no names."""
    path: list[str | int] = []
    for part in filter(None, text.split("/")):
        path.append(int(part) if shape.kind == "items" and part.isdecimal() else part)
        found = shape.each if shape.has_pages else _part(shape, part)
        if found is None:
            break
        shape = found
    return tuple(path)


def value_at(content: Any, path: Path) -> Any:
    """What stands there; None where nothing does."""
    for part in path:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def with_value(content: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """The content with something else at a place; what it stands in comes into being."""
    whole = deepcopy(dict(content))
    if not path:
        return dict(value)
    inner: Any = whole
    for part, after in pairwise(path):
        if isinstance(inner, dict) and inner.get(part) is None:
            inner[part] = [] if isinstance(after, int) else {}
        inner = inner[part]
    if isinstance(inner, list) and path[-1] == len(inner):
        inner.append(value)
    else:
        inner[path[-1]] = value
    return whole


def without(content: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The content without what stands at a place."""
    whole = deepcopy(dict(content))
    inner: Any = whole
    for part in path[:-1]:
        inner = inner[part]
    del inner[path[-1]]
    return whole


def _part(shape: Shape, key: str) -> Shape | None:
    return next((each for each in shape.parts if each.key == key), None)
