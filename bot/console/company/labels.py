"""What fields and choices of the company's files are called, as leads read it."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.console.catalogue import load_sentences
from bot.console.company.shape import Path

Label = Callable[[Path], str]


def label_of(language: str, path: Path) -> str:
    """A field's name; of a thing that has a name of its own, that."""
    key = str(path[-1]) if path else ""
    return _said(language, "company-f", path) or key


def help_of(language: str, path: Path) -> str:
    """What to write in a field; "" where its name says it."""
    return _said(language, "company-h", path)


def option_of(language: str, option: str) -> str:
    """A choice, in words."""
    return _said(language, "company-o", (option,)) or option


def labels(language: str) -> tuple[Label, Label]:
    """Names and helps in a language."""
    return partial(label_of, language), partial(help_of, language)


def _said(language: str, kind: str, path: Path) -> str:
    """The sentence of the longest end of a path that has one."""
    sentences = load_sentences()
    parts = [str(part).replace("_", "-").lower() for part in path]
    for start in range(len(parts)):
        name = "-".join((kind, *parts[start:]))
        if name in sentences:
            return sentences.say(name, language)
    return ""


def named(language: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Options as a form has them."""
    return [(name, option_of(language, name)) for name in names]
