"""Files of training data: which there are, and whether they can be read."""

import os
import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.supervisor.app.data_check.problem import Problem

ENDING = ".yml"
RASAS_ENDINGS = (".yaml", ".json")
# Rasa would put the server's environment variable in its place.
VARIABLE = re.compile(r"\$\{\w+\}")
# What the YAML reader says of mistakes that people make often, and what to do.
WAYS_OUT = (
    (r"found character '\\t'", "a tab indents here; indent with spaces."),
    (r'found duplicate key "(\w+)"', "{0!r} stands twice in one place; keep one of the two."),
    (r"mapping values are not allowed", "a colon within a text; put the text in quotes."),
)


def data_files(folder: Path) -> list[Path]:
    """The files that are learned from."""
    return [file for file in _files(folder) if file.suffix == ENDING]


def misnamed(folder: Path) -> list[Problem]:
    """Files that look like data and are not learned from, or not by all that should."""
    return [
        Problem(file, 0, f"{_harm(file.suffix)}; name it {file.stem}{ENDING}.")
        for file in _files(folder)
        if file.suffix != ENDING and file.suffix.lower() in (ENDING, *RASAS_ENDINGS)
    ]


def read(file: Path) -> tuple[Any, list[Problem]]:
    """The fields of a YAML file, None where it cannot be read; and what is wrong in it."""
    try:
        text = file.read_text("utf-8")
        content = YAML().load(text)
    except FileNotFoundError:
        return None, [Problem(file, 0, "is missing; `primera init` shows what belongs there.")]
    except UnicodeDecodeError as error:
        return None, [Problem(file, 0, f"is not UTF-8 text (byte {error.start}); save it as such.")]
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [Problem(file, line, _way_out(str(error.problem)))]
    except (YAMLError, RecursionError) as error:
        return None, [Problem(file, 0, f"is not YAML: {error}")]
    if not isinstance(content, dict):
        return None, [Problem(file, 1, "holds no fields; a file of data begins with `version:`.")]
    return content, _variables(file, text)


def _files(folder: Path) -> list[Path]:
    """As Rasa finds them: behind links to folders, too."""
    return sorted(
        Path(parent, name)
        for parent, _, names in os.walk(folder, followlinks=True)
        for name in names
    )


def _harm(ending: str) -> str:
    if ending in RASAS_ENDINGS:
        return "Rasa would learn from it, but nothing here would notice its edits"
    return "nobody learns from it"


def _way_out(problem: str) -> str:
    for said, sentence in WAYS_OUT:
        if found := re.match(said, problem):
            return sentence.format(*found.groups())
    return f"{problem}. Correct the YAML."


def _variables(file: Path, text: str) -> list[Problem]:
    sentence = "${…} would be replaced by the server's environment; write it another way."
    return [
        Problem(file, number, sentence)
        for number, line in enumerate(text.splitlines(), 1)
        if VARIABLE.search(line)
    ]
