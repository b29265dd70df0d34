"""What a message becomes: an example, a phrasing of an article, or a conversation test."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML

from actions.conversations import RecordedTurn
from actions.workspace import Workspace
from bot.workspace_files import Edit, NotThere, WorkspaceFiles, rewritten, rewritten_article
from kb_index.front_matter import Unreadable, taken_apart

TESTS = "tests/conversations/from_customers.yml"
NEW_FILE = """\
version: "3.1"
nlu:
  - intent: {intent}
    examples: |
      - {text}
"""
NEW_TESTS = "# Conversations of customers, redacted.\nformat: 1\nconversations: []\n"


class NoSuchPlace(Exception):
    """There is no such article or topic."""


class TestedBefore(Exception):
    """A test of that name is there already."""

    __test__ = False  # no test, whatever pytest makes of its name


def example_edit(
    workspace: Workspace, files: WorkspaceFiles, *, text: str, intent: str, language: str
) -> Edit:
    """The file that teaches an intent in a language, with one more example."""
    example = plain_example(text)
    for file in sorted((workspace.nlu_data / "nlu" / language).glob("*.yml")):
        name = file.relative_to(workspace.root).as_posix()
        opened = files.open(name)
        content = YAML(typ="safe").load(opened.text) or {}
        for entry in content.get("nlu") or ():
            if entry.get("intent") == intent:
                entry["examples"] = f"{str(entry['examples']).rstrip()}\n- {example}\n"
                return Edit(name, rewritten(opened.text, content), opened.revision)
    act, _, topic = intent.partition("/")
    name = f"nlu_data/nlu/{language}/{topic or act}.yml"
    try:
        opened = files.open(name)
    except NotThere:
        return Edit(name, NEW_FILE.format(intent=intent, text=example), None)
    content = YAML(typ="safe").load(opened.text)
    content.setdefault("nlu", []).append({"intent": intent, "examples": f"- {example}\n"})
    return Edit(name, rewritten(opened.text, content), opened.revision)


def phrasing_edit(files: WorkspaceFiles, *, text: str, article: str, language: str) -> Edit:
    """The article with one more phrasing; raises NoSuchPlace."""
    name = f"kb_index/articles/{language}/{article}.md"
    try:
        opened = files.open(name)
    except NotThere:
        raise NoSuchPlace(f"There is no article {article!r} in {language}.") from None
    read = taken_apart(opened.text)
    if isinstance(read, Unreadable):
        raise NoSuchPlace(f"{name}: {read.message}")
    fields = {**read.fields, "phrasings": [*(read.fields.get("phrasings") or ()), text.strip()]}
    return Edit(name, rewritten_article(opened.text, fields, read.body), opened.revision)


def conversation_edit(
    files: WorkspaceFiles,
    turns: Sequence[RecordedTurn],
    redacted: Callable[[str], str],
    *,
    name: str,
    locale: str,
) -> Edit:
    """The file of tests with a conversation more, as it went; raises TestedBefore."""
    test = {
        "conversation": name,
        "locale": locale,
        "turns": [_turn(each, redacted) for each in turns],
    }
    try:
        opened = files.open(TESTS)
    except NotThere:
        return Edit(TESTS, rewritten(NEW_TESTS, _tests([test])), None)
    content = YAML(typ="safe").load(opened.text)
    if any(each.get("conversation") == name for each in content["conversations"]):
        raise TestedBefore(name)
    text = rewritten(opened.text, _tests([*content["conversations"], test]))
    return Edit(TESTS, text, opened.revision)


def _tests(conversations: Sequence[Any]) -> Mapping[str, Any]:
    return {"format": 1, "conversations": list(conversations)}


def _turn(turn: RecordedTurn, redacted: Callable[[str], str]) -> dict[str, Any]:
    pressed = turn.asked.payload is not None
    said = {"presses": turn.asked.text} if pressed else {"says": redacted(turn.asked.text)}
    replies = [
        {"kind": reply.message.kind, "article": reply.message.article.id}
        if reply.message.article
        else {"kind": reply.message.kind}
        for reply in turn.replies
    ]
    return {**said, "replies": replies}


def plain_example(text: str) -> str:
    """One line, without Rasa's marks for entities."""
    return " ".join(text.translate(str.maketrans("[]{}", "    ")).split())
