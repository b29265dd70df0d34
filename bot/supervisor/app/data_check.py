"""Looks for mistakes in the files people edit: every one of them, with file and line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from actions.workspace import Workspace

# Rasa would put the server's environment variable in its place.
VARIABLE = re.compile(r"\$\{\w+\}")
EXAMPLE = re.compile(r"^\s*- (.*)$")
KINDS_OF_EXAMPLES = ("intent", "synonym", "regex", "lookup")
PARTS_OF_DATA = ("version", "nlu", "rules", "stories")
NO_HELPDESK = "tickets are kept but nobody is told; name one under helpdesks in actions/desk.yml"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake; line 0 stands for the whole file."""

    file: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{where}: {self.sentence}"


def problems(workspace: Workspace) -> list[Problem]:
    """All mistakes in desk, articles, texts, configuration and training data."""
    found = [*_of_desk(workspace), *_of_articles(workspace)]
    documents: dict[Path, Any] = {}
    for file in (workspace.domain_file, workspace.config_file, *_data_files(workspace)):
        content, mistakes = _read(file)
        found += mistakes
        if content is not None:
            documents[file] = content
    domain = documents.get(workspace.domain_file)
    if domain is not None:
        found += _of_texts(workspace)
    intents = _intents(domain)
    for file in _data_files(workspace):
        if file in documents:
            found += _of_data(file, documents[file], intents)
    return [*found, *_told_apart(documents)]


def remarks(workspace: Workspace) -> list[str]:
    """What is no mistake, but better known; the desk file must be readable."""
    from actions.tickets import Desk

    named = Desk.load(workspace.desk_file).helpdesks
    return [] if named else [f"No help desk: {NO_HELPDESK}."]


def _of_desk(workspace: Workspace) -> list[Problem]:
    from actions.tickets import Desk

    try:
        Desk.load(workspace.desk_file)
    except Exception as error:  # the desk's own classes, whose sentences name file and line
        return _spoken(error, workspace.desk_file)
    return []


def _of_texts(workspace: Workspace) -> list[Problem]:
    from actions.turns.texts import TextError, Texts

    settings = workspace.settings
    try:
        Texts.load(workspace.domain_file, company=settings.company, languages=settings.languages)
    except TextError as error:
        return _spoken(error, workspace.domain_file)
    return []


def _of_articles(workspace: Workspace) -> list[Problem]:
    from kb_index.library import read_library

    library = read_library(workspace.articles, languages=workspace.settings.languages)
    return [
        Problem(each.file, each.line, f"{each.field}: {each.message}".removeprefix(": "))
        for each in library.problems
    ]


def _spoken(error: Exception, file: Path) -> list[Problem]:
    return [_of_sentence(line, file) for line in str(error).splitlines() if line.strip()]


def _of_sentence(sentence: str, file: Path) -> Problem:
    named = re.match(r"(?P<file>.+?), line (?P<line>\d+)[,:] (?P<rest>.*)", sentence)
    if named:
        return Problem(Path(named["file"]), int(named["line"]), named["rest"])
    return Problem(file, 0, sentence.removeprefix(f"{file}: "))


def _data_files(workspace: Workspace) -> list[Path]:
    return sorted(workspace.nlu_data.rglob("*.yml"))


def _read(file: Path) -> tuple[Any, list[Problem]]:
    try:
        text = file.read_text("utf-8")
        content = YAML().load(text)
    except FileNotFoundError:
        return None, [Problem(file, 0, "is missing; `primera init` shows what belongs there.")]
    except UnicodeDecodeError as error:
        return None, [Problem(file, 0, f"is not UTF-8 text (byte {error.start}).")]
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [Problem(file, line, f"{error.problem}. Correct the YAML.")]
    except (YAMLError, RecursionError) as error:
        return None, [Problem(file, 0, f"is not YAML: {error}")]
    if not isinstance(content, dict):
        return None, [Problem(file, 1, "holds no fields.")]
    return content, _variables(file, text)


def _variables(file: Path, text: str) -> list[Problem]:
    sentence = "${…} would be replaced by the server's environment; write it another way."
    return [
        Problem(file, number, sentence)
        for number, line in enumerate(text.splitlines(), 1)
        if VARIABLE.search(line)
    ]


def _intents(domain: Any) -> set[str]:
    written = domain.get("intents", []) if domain else []
    return {str(next(iter(each))) if isinstance(each, dict) else str(each) for each in written}


def _of_data(file: Path, content: Any, intents: set[str]) -> Iterator[Problem]:
    for part in content:
        if part not in PARTS_OF_DATA:
            known = ", ".join(PARTS_OF_DATA)
            yield Problem(file, _line(content, part), f"{part!r} is not one of {known}.")
    for position, entry in enumerate(content.get("nlu") or []):
        line = _line(content["nlu"], position)
        if not isinstance(entry, dict) or not set(entry) & set(KINDS_OF_EXAMPLES):
            yield Problem(file, line, f"an entry names one of {', '.join(KINDS_OF_EXAMPLES)}.")
            continue
        yield from _of_entry(file, line, entry, intents)


def _of_entry(file: Path, line: int, entry: Any, intents: set[str]) -> Iterator[Problem]:
    act = str(entry.get("intent", "")).split("/")[0]
    if act and intents and act not in intents:
        yield Problem(file, line, f"intent {act!r} is not in domain.yml.")
    examples = entry.get("examples")
    if not isinstance(examples, str) or not examples.strip():
        yield Problem(file, line, "has no examples; write `examples: |` and lines with `- `.")
        return
    first = _line(entry, "examples") + 1
    for offset, text in enumerate(examples.splitlines()):
        if text.strip() and not EXAMPLE.match(text):
            yield Problem(file, first + offset, "an example begins with `- `.")


def _told_apart(documents: dict[Path, Any]) -> Iterator[Problem]:
    """The same sentence cannot teach two intents."""
    taught: dict[str, tuple[str, Path, int]] = {}
    for file, content in documents.items():
        for intent, text, line in _examples(content):
            key = " ".join(text.casefold().split())
            other, where, at = taught.setdefault(key, (intent, file, line))
            if other != intent:
                sentence = f"{text!r} teaches {intent!r}, and {other!r} in {where.name}, line {at}."
                yield Problem(file, line, sentence)


def _examples(content: Any) -> Iterator[tuple[str, str, int]]:
    for entry in content.get("nlu") or []:
        if isinstance(entry, dict) and "intent" in entry and isinstance(entry.get("examples"), str):
            first = _line(entry, "examples") + 1
            for offset, line in enumerate(entry["examples"].splitlines()):
                if example := EXAMPLE.match(line):
                    yield str(entry["intent"]), example[1], first + offset


def _line(content: Any, key: Any) -> int:
    try:
        position = content.lc
        at = position.key(key) if isinstance(content, dict) else position.item(key)
    except (AttributeError, KeyError, IndexError):
        return 0
    return int(at[0]) + 1
