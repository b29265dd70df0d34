"""Sets of labelled texts: what is learned from, and what is asked.

A folder with `train.jsonl` is a set; so is one with a `train.jsonl` below another set, which asks
what that one asks, and each `fewshot/train_N.jsonl`.
"""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

OUTSIDE = re.compile(r"test_(?:(?P<name>\w+)_)?oos\.jsonl")
FEW_SHOT = re.compile(r"train_\d+")


class BenchDataError(Exception):
    """Labelled texts are missing or cannot be read; says where and what to do."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text and its intent; `part` names the file of what is out of scope, "" for the test."""

    text: str = field(repr=False)
    intent: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class BenchSet:
    """What a system learns from, and what it is asked."""

    name: str
    taught: tuple[LabelledText, ...]
    asked: tuple[LabelledText, ...]
    valid: tuple[LabelledText, ...]  # in scope; only to set a threshold

    def in_scope(self, row: LabelledText) -> bool:
        """Whether the set teaches the text's intent."""
        return row.intent in {taught.intent for taught in self.taught}

    @property
    def hash(self) -> str:
        """Names the texts: figures of another system are kept for just these."""
        digest = hashlib.sha256()
        for rows in (self.taught, self.asked, self.valid):
            digest.update(repr([(row.text, row.intent, row.part) for row in rows]).encode())
        return digest.hexdigest()[:16]


def sets_in(data: Path) -> list[BenchSet]:
    """All sets of a folder, by name."""
    if not data.is_dir():
        raise BenchDataError(f"{data} is no folder. Name one with train.jsonl and test.jsonl.")
    folders = sorted({file.parent for file in data.rglob("train.jsonl")})
    found = [each for folder in folders for each in _sets_of(folder, data)]
    if not found:
        raise BenchDataError(
            f"{data} holds no set: a set is a folder with train.jsonl and test.jsonl, lines of "
            '{"text", "intent"}.'
        )
    return found


def drawn(bench_set: BenchSet, shots: int, seed: int) -> BenchSet:
    """The same set with at most so many examples an intent, drawn by the seed."""
    chance = random.Random(seed)
    by_intent: dict[str, list[LabelledText]] = {}
    for row in bench_set.taught:
        by_intent.setdefault(row.intent, []).append(row)
    few = [
        row
        for _, rows in sorted(by_intent.items())
        for row in chance.sample(rows, min(shots, len(rows)))
    ]
    return replace(bench_set, taught=tuple(few))


def _sets_of(folder: Path, data: Path) -> Iterator[BenchSet]:
    asking = next((each for each in (folder, *folder.parents) if _asks(each)), None)
    if asking is None or (asking != folder and data not in (asking, *asking.parents)):
        raise BenchDataError(f"{folder} has a train.jsonl but no test.jsonl, nor has one above.")
    name = folder.name if folder == data else folder.relative_to(data).as_posix()
    whole = BenchSet(
        name=name,
        taught=tuple(_rows(folder / "train.jsonl")),
        asked=tuple(_asked(asking)),
        valid=tuple(_rows(asking / "valid.jsonl")) if (asking / "valid.jsonl").exists() else (),
    )
    yield whole
    for file in sorted((folder / "fewshot").glob("train_*.jsonl")):
        if FEW_SHOT.fullmatch(file.stem):
            yield replace(whole, name=f"{name}/{file.stem}", taught=tuple(_rows(file)))


def _asks(folder: Path) -> bool:
    return (folder / "test.jsonl").exists()


def _asked(folder: Path) -> list[LabelledText]:
    """The test, then what is out of scope and not in the test already."""
    rows = list(_rows(folder / "test.jsonl"))
    known = {(row.text, row.intent) for row in rows}
    for file in sorted(folder.glob("test_*oos.jsonl")):
        named = OUTSIDE.fullmatch(file.name)
        part = (named["name"] if named else None) or "oos"
        rows += [
            replace(row, part=part) for row in _rows(file) if (row.text, row.intent) not in known
        ]
    return rows


def _rows(file: Path) -> Iterator[LabelledText]:
    for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1):
        if line.strip():
            yield _row(file, number, line)


def _row(file: Path, number: int, line: str) -> LabelledText:
    try:
        row: Any = json.loads(line)
        return LabelledText(_word(row, "text"), _word(row, "intent"))
    except (ValueError, KeyError, TypeError) as error:
        # The class alone: its message may quote the line, which is somebody's words.
        raise BenchDataError(
            f"{file}, line {number}: {type(error).__name__}. Write "
            '{"text": "…", "intent": "…"}, both not empty.'
        ) from None


def _word(row: Any, name: str) -> str:
    if not isinstance(row[name], str) or not row[name].strip():
        raise ValueError(name)
    return str(row[name])


def counted(sets: Sequence[BenchSet]) -> str:
    """How much there is to do, for a person."""
    return f"{len(sets)} sets, {sum(len(each.asked) for each in sets)} texts to ask"
