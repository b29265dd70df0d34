"""Entries of a file of training data, each on its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.supervisor.app.data_check import annotation
from bot.supervisor.app.data_check.problem import Problem, line_of

# Rasa leaves out, without a word, a line that begins in another way.
EXAMPLE = re.compile(r"- (?P<text>.*)")
PARTS = ("version", "nlu", "rules", "stories")
KINDS = ("intent", "synonym", "regex", "lookup")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What domain.yml knows; empty where it cannot be read, and then nothing is held against it."""

    acts: dict[str, int]  # each with its line
    entities: frozenset[str]

    @classmethod
    def of(cls, domain: Any) -> "Vocabulary":
        """The words of a domain, which may be None."""
        intents = (domain or {}).get("intents") or []
        return cls(
            {_name(intent): line_of(intents, at) for at, intent in enumerate(intents)},
            frozenset(map(_name, (domain or {}).get("entities") or [])),
        )


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what it teaches."""

    intent: str  # act or act/topic
    text: str
    file: Path
    line: int


def problems_in(file: Path, content: Any, known: Vocabulary) -> Iterator[Problem]:
    """What is wrong with the entries of a file."""
    for part in content:
        if part not in PARTS:
            parts = ", ".join(PARTS)
            yield Problem(file, line_of(content, part), f"{part!r} is not one of {parts}.")
    entries = content.get("nlu") or []
    if not isinstance(entries, list):
        yield Problem(file, line_of(content, "nlu"), "`nlu` is a list; begin each entry with `- `.")
        return
    for at, entry in enumerate(entries):
        yield from _of_entry(file, line_of(entries, at), entry, known)


def examples_in(file: Path, content: Any) -> Iterator[Example]:
    """The sentences that teach an intent, without marks and blank ones."""
    for entry in entries_in(content, "intent"):
        for line, text in lines_of(entry):
            found = EXAMPLE.fullmatch(text)
            if found and found["text"].strip():
                sentence = annotation.plain(found["text"].strip())
                yield Example(str(entry["intent"]), sentence, file, line)


def entries_in(content: Any, kind: str) -> Iterator[Any]:
    """The entries of a kind that have a name."""
    entries = content.get("nlu")
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and entry.get(kind):
            yield entry


def lines_of(entry: Any) -> list[tuple[int, str]]:
    """The lines of an entry's examples with their numbers; none if they are not one block."""
    examples = entry.get("examples")
    if not isinstance(examples, str):
        return []
    return list(enumerate(examples.splitlines(), line_of(entry, "examples") + 1))


def intents_of_rules(content: Any) -> set[str]:
    """The intents that a file's rules begin with; the file may be missing."""
    rules = (content or {}).get("rules") or []
    steps = [step for rule in rules if isinstance(rule, dict) for step in rule.get("steps") or []]
    return {str(step["intent"]) for step in steps if isinstance(step, dict) and "intent" in step}


def _of_entry(file: Path, line: int, entry: Any, known: Vocabulary) -> Iterator[Problem]:
    if not isinstance(entry, dict) or not any(entry.get(kind) for kind in KINDS):
        yield Problem(file, line, f"an entry names one of {', '.join(KINDS)}.")
        return
    act = str(entry.get("intent", "")).split("/")[0]
    if act and known.acts and act not in known.acts:
        yield Problem(file, line, f"intent {act!r} is not in domain.yml; correct one of them.")
    lines = lines_of(entry)
    if not any(text.removeprefix("-").strip() for _, text in lines):
        yield Problem(file, line, "has no examples; write `examples: |` and lines with `- `.")
        return
    for at, text in lines:
        for sentence in _of_line(text, known if act and known.acts else None):
            yield Problem(file, at, sentence)


def _of_line(line: str, known: Vocabulary | None) -> Iterator[str]:
    """Without a vocabulary brackets are no marks: patterns are full of them."""
    example = EXAMPLE.fullmatch(line)
    if not line.removeprefix("-").strip():
        if line.strip():
            yield "a blank example; write a sentence, or delete the line."
    elif example is None:
        yield "an example begins with `- `, as far to the left as the first one."
    elif known:
        yield from annotation.mistakes(example["text"], known.entities)


def _name(written: Any) -> str:
    return str(next(iter(written))) if isinstance(written, dict) and written else str(written)
