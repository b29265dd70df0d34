"""Writes new values into a YAML file and leaves every other byte as a person wrote it.

Not by dumping the file anew, which would lay out by its own taste what nobody touched: the places
of the values are taken from the file, and only those that differ are written over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.workspace_files.errors import NotEditable
from bot.workspace_files.yaml_value import (
    STEP,
    block,
    entry,
    folded,
    inline,
    item,
    literal,
    plain,
    reads_as,
    same,
)

ALIAS = re.compile(r"\s*(\*[\w-]+)")
BLOCK_SCALARS = ("|", ">")


@dataclass(frozen=True, slots=True)
class Splice:
    """What is written in the place of a stretch of the text."""

    start: int
    end: int
    text: str


def rewritten(text: str, content: Mapping[str, Any]) -> str:
    """The text with the values of `content`; raises NotEditable where only a person can do it."""
    if "\r\n" in text:
        return rewritten(text.replace("\r\n", "\n"), content).replace("\n", "\r\n")
    if text and not text.endswith("\n"):
        text += "\n"
    before = plain(text)
    if same(before, content):
        return text
    root = YAML(typ="rt", pure=True).compose(text)
    written = _spliced(text, _Writer(text).changes(root, before, content, indent=0))
    if not _reads_as(written, content):
        raise NotEditable(
            "This change cannot be written without touching what is beside it: a value that is "
            "used in several places (`&name` and `*name`). Change it in the file by hand."
        )
    return written


def _spliced(text: str, splices: Iterator[Splice]) -> str:
    for splice in sorted(splices, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def _reads_as(text: str, content: Mapping[str, Any]) -> bool:
    try:
        return bool(_unordered(plain(text)) == _unordered(content))
    except (YAMLError, ValueError):
        return False


def _unordered(value: Any) -> Any:
    """The order of fields is the file's; of a list, the person's. 1 is not true."""
    if isinstance(value, Mapping):
        return {key: _unordered(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_unordered(each) for each in value]
    return (type(value).__name__, value)


class _Writer:
    """Finds what differs, and where that stands."""

    def __init__(self, text: str) -> None:
        self._text = text

    def changes(self, node: Node, old: Any, new: Any, *, indent: int) -> Iterator[Splice]:
        if same(old, new):
            return
        if isinstance(node, MappingNode) and isinstance(new, Mapping) and old and new:
            yield from self._of_mapping(node, old, new)
        elif isinstance(node, SequenceNode) and _is_list(new) and old and new:
            yield from self._of_sequence(node, old, list(new), indent=indent)
        else:
            yield self._replaced(node, new, indent=indent)

    # Mappings -----------------------------------------------------------------------------------

    def _of_mapping(self, node: MappingNode, old: Any, new: Mapping[str, Any]) -> Iterator[Splice]:
        pairs = [(key, value, plain_key(key)) for key, value in node.value]
        if not any(name in new for _, _, name in pairs):
            yield self._replaced(node, new, indent=node.start_mark.column)
            return
        indent = pairs[0][0].start_mark.column
        for place, (key, value, name) in enumerate(pairs):
            if name not in new:
                yield self._entry_gone(node, pairs, place)
            elif not same(old[name], new[name]):
                yield from self._entry_changed(node, key, value, old[name], new[name], indent)
        added = {name: value for name, value in new.items() if name not in old}
        if added:
            yield self._entries_added(node, pairs, added, indent)

    def _entry_changed(
        self, node: MappingNode, key: Node, value: Node, old: Any, new: Any, indent: int
    ) -> Iterator[Splice]:
        colon = self._text.index(":", key.end_mark.index) + 1
        alias = ALIAS.match(self._text, colon)
        if alias and value.start_mark.index < key.start_mark.index:
            yield Splice(alias.start(1), alias.end(1), inline(new))
        elif _is_empty(value):
            yield Splice(colon, colon, " " + inline(new, in_flow=bool(node.flow_style)))
        elif _is_block(value) and not _stays_block(value, new):
            end = self._end(value)
            yield Splice(colon, end, self._after_colon(key, new, indent))
        elif not node.flow_style and self._grows_long(value, new):
            yield Splice(colon, self._end(value), self._after_colon(key, new, indent))
        else:
            yield from self.changes(value, old, new, indent=indent)

    def _grows_long(self, node: Node, new: Any) -> bool:
        """A bare text gets its first line break, or fields stand where none were."""
        if not isinstance(node, ScalarNode):
            return False
        if isinstance(new, str):
            if "\n" not in new or node.style is not None:
                return False
            end = node.end_mark.index
            return not self._text[end : self._next_line(end)].strip()  # a comment would join it
        return isinstance(new, Mapping) or _is_list(new)

    def _after_colon(self, key: Node, new: Any, indent: int) -> str:
        name = inline(plain_key(key), in_flow=False)
        return entry(plain_key(key), new, indent=indent).removesuffix("\n")[len(name) + 1 :]

    def _entry_gone(self, node: MappingNode, pairs: Any, place: int) -> Splice:
        if not node.flow_style:
            key, value, _ = pairs[place]
            start = key.start_mark.index
            if place == 0 and self._shares_its_line(start):
                return Splice(start, pairs[1][0].start_mark.index, "")
            return self._lines_gone(start, self._end_of_entry(key, value))
        starts = [key.start_mark.index for key, _, _ in pairs]
        ends = [self._end_of_entry(key, value) for key, value, _ in pairs]
        return _flow_gone(starts, ends, place)

    def _entries_added(
        self, node: MappingNode, pairs: Any, added: Mapping[str, Any], indent: int
    ) -> Splice:
        key, value, _ = pairs[-1]
        end = self._end_of_entry(key, value)
        style = _style_of(value)
        if node.flow_style:
            text = "".join(f", {inline(k)}: {inline(v, style=style)}" for k, v in added.items())
            return Splice(end, end, text)
        at = self._next_line(end)
        margin = " " * indent
        as_blocks = isinstance(value, MappingNode) and not value.flow_style
        lines = (
            _as_block(k, v, indent) if as_blocks else entry(k, v, indent=indent, style=style)
            for k, v in added.items()
        )
        return Splice(at, at, "".join(margin + line for line in lines))

    # Sequences ----------------------------------------------------------------------------------

    def _of_sequence(
        self, node: SequenceNode, old: Sequence[Any], new: list[Any], *, indent: int
    ) -> Iterator[Splice]:
        nodes = list(node.value)
        ops = SequenceMatcher(None, [_key(x) for x in old], [_key(x) for x in new], autojunk=False)
        for tag, old_from, old_to, new_from, new_to in ops.get_opcodes():
            if tag == "equal":
                continue
            common = min(old_to - old_from, new_to - new_from) if tag == "replace" else 0
            for step in range(common):
                at, to = old_from + step, new_from + step
                column = self._dash_column(nodes[at], node)
                yield from self._item_changed(node, nodes[at], old[at], new[to], column)
            for at in range(old_from + common, old_to):
                yield self._item_gone(node, nodes, at)
            if extra := new[new_from + common : new_to]:
                yield self._items_added(node, nodes, old_from + common, extra)

    def _item_changed(
        self, node: SequenceNode, value: Node, old: Any, new: Any, column: int
    ) -> Iterator[Splice]:
        if _is_block(value) and not _stays_block(value, new):
            text = item(new, indent=column).removesuffix("\n").removeprefix("- ")
            yield Splice(value.start_mark.index, self._end(value), text)
        else:
            yield from self.changes(value, old, new, indent=column)

    def _item_gone(self, node: SequenceNode, nodes: list[Node], place: int) -> Splice:
        if node.flow_style:
            starts = [each.start_mark.index for each in nodes]
            return _flow_gone(starts, [self._end(each) for each in nodes], place)
        return self._lines_gone(nodes[place].start_mark.index, self._end(nodes[place]))

    def _items_added(
        self, node: SequenceNode, nodes: list[Node], place: int, added: list[Any]
    ) -> Splice:
        beside = nodes[max(place - 1, 0)]
        style = _style_of(beside)
        if node.flow_style:
            texts = [inline(each, style=style) for each in added]
            if place == 0:
                at = nodes[0].start_mark.index
                return Splice(at, at, "".join(f"{text}, " for text in texts))
            at = self._end(beside)
            return Splice(at, at, "".join(f", {text}" for text in texts))
        column = self._dash_column(beside, node)
        at = (
            self._next_line(self._end(beside))
            if place
            else self._start_of_line(beside.start_mark.index)
        )
        lines = (item(each, indent=column, style=style) for each in added)
        return Splice(at, at, "".join(" " * column + line for line in lines))

    def _dash_column(self, value: Node, node: SequenceNode) -> int:
        """Where the dash of an item stands, in a block."""
        first = value if node.flow_style else node.value[0]
        return int(first.start_mark.column) - (0 if node.flow_style else STEP)

    # Values -------------------------------------------------------------------------------------

    def _replaced(self, node: Node, new: Any, *, indent: int) -> Splice:
        start, end = node.start_mark.index, self._end(node)
        style = getattr(node, "style", None)
        if isinstance(new, str) and style in BLOCK_SCALARS:
            written = (literal if style == "|" else folded)(new, indent=self._inside(node, indent))
            if not reads_as(f"key: {written}\n", {"key": new}):
                written = inline(new, style='"')
            return Splice(start, end, written)
        return Splice(start, end, inline(new, style=style))

    def _inside(self, node: Node, indent: int) -> int:
        """How far the lines of a text of several lines stand from the left."""
        lines = self._text[node.start_mark.index : node.end_mark.index].split("\n")[1:]
        first = next((line for line in lines if line.strip()), "")
        return len(first) - len(first.lstrip(" ")) or indent + STEP

    def _end(self, node: Node) -> int:
        """Where the value itself ends: a block claims the blank lines and comments behind it."""
        if isinstance(node, ScalarNode):
            if node.style not in BLOCK_SCALARS:
                return int(node.end_mark.index)
            return self._end_of_block_scalar(node)
        if not _is_block(node) or not node.value:
            return int(node.end_mark.index)
        if isinstance(node, MappingNode):
            return self._end_of_entry(*node.value[-1])
        return self._end(list(node.value)[-1])

    def _end_of_block_scalar(self, node: ScalarNode) -> int:
        inside = self._inside(node, node.start_mark.column)
        start = node.start_mark.index
        end = self._text.index("\n", start)
        at = end + 1
        for line in self._text[at : node.end_mark.index].split("\n"):
            if line.strip() and len(line) - len(line.lstrip(" ")) < inside:
                break  # a comment below it
            if line.strip():
                end = at + len(line)
            at += len(line) + 1
        return end

    def _end_of_entry(self, key: Node, value: Node) -> int:
        colon = self._text.index(":", key.end_mark.index) + 1
        if value.start_mark.index < key.start_mark.index:
            alias = ALIAS.match(self._text, colon)
            return alias.end(1) if alias else colon
        return colon if _is_empty(value) else self._end(value)

    # Lines --------------------------------------------------------------------------------------

    def _lines_gone(self, start: int, end: int) -> Splice:
        return Splice(self._start_of_line(start), self._next_line(end), "")

    def _shares_its_line(self, at: int) -> bool:
        """Whether the dash of an item stands before it."""
        return bool(self._text[self._start_of_line(at) : at].strip())

    def _next_line(self, at: int) -> int:
        return self._text.index("\n", at) + 1

    def _start_of_line(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1


def plain_key(key: Node) -> Any:
    """What a field is called: almost always a text."""
    return plain(key.value) if key.tag != "tag:yaml.org,2002:str" else key.value


def _as_block(key: Any, value: Any, indent: int) -> str:
    if isinstance(value, Mapping) and value:
        return f"{inline(key, in_flow=False)}:\n{block(value, indent=indent + STEP)}"
    return entry(key, value, indent=indent)


def _flow_gone(starts: list[int], ends: list[int], place: int) -> Splice:
    """With the comma behind it, or before it where it is the last."""
    if place + 1 < len(starts):
        return Splice(starts[place], starts[place + 1], "")
    return Splice(ends[place - 1] if place else starts[place], ends[place], "")


def _is_block(node: Node) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and not node.flow_style


def _stays_block(node: Node, new: Any) -> bool:
    if isinstance(node, MappingNode):
        return isinstance(new, Mapping) and any(plain_key(key) in new for key, _ in node.value)
    return _is_list(new) and bool(new)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _style_of(node: Node) -> str | None:
    """The quotes of a text, or of the last text in it."""
    if isinstance(node, ScalarNode):
        return node.style if node.style in ("'", '"') else None
    if not node.value:
        return None
    last = node.value[-1]
    return _style_of(last[1] if isinstance(last, tuple) else last)


def _key(value: Any) -> str:
    return repr(value)
