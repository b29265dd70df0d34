"""A new topic: its line in the desk file and its examples, as one change."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from actions.workspace import Workspace
from bot.workspace_files import Edit, NotThere, WorkspaceFiles, rewritten
from bot.workspace_files.yaml_value import inline, plain

DESK = "actions/desk.yml"
FIELDS = "actions/fields.yml"
KEY = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


class TopicError(Exception):
    """A topic cannot be begun as it was asked for."""


@dataclass(frozen=True, slots=True)
class NewTopic:
    """What a lead says of a topic; by language, where it is words."""

    key: str
    names: Mapping[str, str]
    team: str
    examples: Mapping[str, Sequence[str]] = field(default_factory=dict)
    priority: str = ""
    needs: Sequence[str] = ()
    first_answer: str = ""
    solution: str = ""
    outcomes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def edits_for(workspace: Workspace, topic: NewTopic) -> list[Edit]:
    """What is written for it; raises TopicError where it is there already or named wrongly."""
    if not KEY.fullmatch(topic.key):
        raise TopicError(
            f"{topic.key!r}: write small letters and digits, two words with an underscore, e.g. "
            "gift_cards."
        )
    if bool(topic.first_answer) != bool(topic.solution):
        raise TopicError(
            "A promise says both: when the first answer comes, e.g. 2 h, and the solution, e.g. "
            "3 days."
        )
    files = WorkspaceFiles.of(workspace)
    opened = files.open(DESK)
    content = deepcopy(plain(opened.text))
    if topic.key in (content.get("topics") or {}):
        raise TopicError(f"{DESK} has a topic {topic.key} already. Choose another name.")
    content["topics"] = {**(content.get("topics") or {}), topic.key: _line(topic)}
    if topic.outcomes:
        told = {language: list(lines) for language, lines in topic.outcomes.items()}
        content["topic_outcomes"] = {**(content.get("topic_outcomes") or {}), topic.key: told}
    edits = [Edit(DESK, rewritten(opened.text, content), opened.revision)]
    edits += [_asking(files, topic)] if topic.needs else []
    for language, name in topic.names.items():
        if lines := topic.examples.get(language):
            edits.append(more_examples(files, topic.key, language, lines, name=name))
    return edits


def more_examples(
    files: WorkspaceFiles, topic: str, language: str, lines: Sequence[str], *, name: str = ""
) -> Edit:
    """Examples behind those that a topic has, in a file of its own if it has none."""
    file = f"nlu_data/nlu/{language}/{topic}.yml"
    intent = f"ask/{topic}"
    try:
        opened = files.open(file)
    except NotThere:
        listed = "".join(f"      - {line}\n" for line in lines)
        head = f'# {inline(name or topic, in_flow=False)}\nversion: "3.1"\nnlu:\n'
        return Edit(file, f"{head}  - intent: {intent}\n    examples: |\n{listed}", None)
    content = deepcopy(plain(opened.text))
    added = "".join(f"- {line}\n" for line in lines)
    for entry in content.get("nlu") or ():
        if entry.get("intent") == intent:
            entry["examples"] = str(entry.get("examples") or "").rstrip("\n") + "\n" + added
            return Edit(file, rewritten(opened.text, content), opened.revision)
    content.setdefault("nlu", []).append({"intent": intent, "examples": added})
    return Edit(file, rewritten(opened.text, content), opened.revision)


def _asking(files: WorkspaceFiles, topic: NewTopic) -> Edit:
    """The form asks for what its team cannot begin without."""
    try:
        opened = files.open(FIELDS)
    except NotThere:
        raise TopicError(
            f"{FIELDS} is missing, so the form has nothing to ask; docs/fields.md says what can be "
            "written there."
        ) from None
    content = deepcopy(plain(opened.text))
    content["topics"] = {**(content.get("topics") or {}), topic.key: list(topic.needs)}
    return Edit(FIELDS, rewritten(opened.text, content), opened.revision)


def _line(topic: NewTopic) -> dict[str, Any]:
    promise = {"first_answer": topic.first_answer, "solution": topic.solution}
    told: dict[str, Any] = {"name": dict(topic.names), "team": topic.team}
    told |= {"priority": topic.priority} if topic.priority else {}
    return told | ({"promise": promise} if topic.first_answer else {})
