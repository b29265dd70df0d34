"""What all examples and phrasings teach together: nothing twice, nothing else, and every act."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from actions.workspace import Workspace
from bot.supervisor.app.data_check.entry import Example
from bot.supervisor.app.data_check.problem import Problem
from kb_index.article import Article

# Acts with a rule in this file are sent by buttons, and nobody can type them.
BUTTONS = "rules/buttons.yml"
# Says of a message that no article answers it; other acts without a topic leave that open.
OUT_OF_SCOPE = "out_of_scope"


def contradictions(examples: Iterable[Example]) -> Iterator[Problem]:
    """The same sentence cannot teach two intents."""
    taught: dict[str, Example] = {}
    for example in examples:
        first = taught.setdefault(_key(example.text), example)
        if first.intent != example.intent:
            yield Problem(
                example.file,
                example.line,
                f"{example.text!r} teaches {example.intent!r}, and {first.intent!r} in "
                f"{_place(first)}; keep one of the two.",
            )


def repetitions(examples: Iterable[Example]) -> Iterator[Problem]:
    """The same sentence of one language twice: it weighs double, which nobody sees."""
    taught: dict[tuple[str, str, str], Example] = {}
    for example in examples:
        key = (example.file.parent.name, example.intent, _key(example.text))
        first = taught.setdefault(key, example)
        if first is not example:
            sentence = f"{example.text!r} is in {_place(first)}, too; delete one of the two."
            yield Problem(example.file, example.line, sentence)


def empty_acts(
    workspace: Workspace, acts: dict[str, int], pressed: Collection[str], examples: list[Example]
) -> Iterator[Problem]:
    """An act without an example in a language is never understood there."""
    taught = {(language_of(each.file, workspace), each.intent.split("/")[0]) for each in examples}
    for act, line in acts.items():
        lacking = [
            language
            for language in workspace.settings.languages
            if act not in pressed and not {(language, act), ("", act)} & taught
        ]
        if lacking:
            files = " and ".join(f"nlu_data/nlu/{language}/{act}.yml" for language in lacking)
            sentence = f"act {act!r} has no example in {', '.join(lacking)}; write some in {files}."
            yield Problem(workspace.domain_file, line, sentence)


def contradicted_phrasings(
    workspace: Workspace, articles: Sequence[Article], examples: Iterable[Example]
) -> Iterator[Problem]:
    """A phrasing teaches its article's topic; an example may add an act, but not another topic."""
    taught = {_key(example.text): example for example in examples}
    for article in articles:
        file = workspace.articles / article.language / f"{article.id}.md"
        for phrasing in article.phrasings if article.status == "published" else ():
            example = taught.get(_key(phrasing))
            if example and _elsewhere(example.intent, article.topic):
                yield Problem(
                    file,
                    _line_in(file, phrasing),
                    f"{phrasing!r} asks for the topic {article.topic!r}, and teaches "
                    f"{example.intent!r} in {_place(example)}; keep one of the two.",
                )


def language_of(file: Path, workspace: Workspace) -> str:
    """The folder below nlu_data/nlu that a file is in; "" for a file of all languages."""
    folders = file.parent.relative_to(workspace.nlu_data).parts
    return folders[1] if len(folders) > 1 else ""


def _elsewhere(intent: str, topic: str) -> bool:
    act, _, taught = intent.partition("/")
    return act == OUT_OF_SCOPE if not taught else taught != topic


def _line_in(file: Path, text: str) -> int:
    lines = file.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if text in line), 0)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _place(example: Example) -> str:
    return f"{example.file.parent.name}/{example.file.name}, line {example.line}"
