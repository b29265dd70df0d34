"""The repository's examples, patterns and word lists, read without Rasa."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from bot.components.details.lexicon import Lexicon
from bot.components.details.spelling import spelt_words
from bot.components.understanding import Example

NLU_DATA = Path(__file__).parents[3] / "nlu_data" / "nlu"


def entries(*folders: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Each entry under `nlu:` with its file."""
    for folder in folders or (".",):
        for file in sorted((NLU_DATA / folder).rglob("*.yml")):
            for entry in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
                yield file, entry


def lines(entry: dict[str, str]) -> list[str]:
    return [line.removeprefix("-").strip() for line in entry["examples"].splitlines()]


@cache
def examples(*folders: str) -> tuple[Example, ...]:
    return tuple(
        Example(text, *entry["intent"].partition("/")[::2])
        for _, entry in entries(*folders)
        if "intent" in entry
        for text in lines(entry)
    )


@cache
def lexicon(*folders: str) -> Lexicon:
    patterns, lists = defaultdict(list), defaultdict(list)
    for _, entry in entries(*folders):
        if "regex" in entry:
            patterns[entry["regex"]] += lines(entry)
        elif "lookup" in entry:
            lists[entry["lookup"]] += lines(entry)
    known = spelt_words(example.text for example in examples(*folders))
    return Lexicon.of(patterns, lists, known)
