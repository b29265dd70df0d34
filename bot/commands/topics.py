"""`primera topics`: what teaches each topic and what it lacks; beginning another."""

import getpass
import socket
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from actions.tickets import Desk
from actions.workspace import Workspace
from bot.topics import NewTopic, TopicError, edits_for, facts_of, survey_of, taught_in
from bot.topics.survey import ENOUGH, lacks
from bot.workspace_files import Author, WorkspaceFiles

SAID = {
    "desk": "is not in actions/desk.yml, so the fallback team gets it",
    "examples": f"fewer than {ENOUGH} examples and phrasings in {{language}}",
    "article": "no approved article in {language}, so its questions go to people",
    "name": "no name in {language}",
    "outcomes": "no outcomes in {language}",
}


def add(
    workspace: Workspace,
    topic: NewTopic,
    console: Console,
) -> None:
    """Writes it, checked with the whole workspace, and says what is still missing."""
    languages = workspace.settings.languages
    if missing := [language for language in languages if not topic.names.get(language)]:
        raise TopicError(f'It has no name in {", ".join(missing)}: add --name {missing[0]}="…".')
    change = WorkspaceFiles.of(workspace).save(
        edits_for(workspace, topic),
        author=_author(),
        why=f"Add topic {topic.key}",
        now=datetime.now(UTC),
    )
    for each in change.files:
        console.print(each.file)
    tell_lacks(workspace, topic.key, console)


def tell_lacks(workspace: Workspace, key: str, console: Console) -> None:
    """What a topic still needs, a line each."""
    desk = Desk.load(workspace.desk_file)
    taught = taught_in(workspace)
    if key not in desk.topics and not any(each.topic == key for each in taught):
        raise TopicError(f"There is no topic {key}. `primera topics list` shows those there are.")
    found = lacks(key, taught, desk, workspace.settings.languages)
    for what, language in found:
        console.print(f"{key}: {SAID[what].format(language=language)}", soft_wrap=True)
    if not found:
        console.print(f"{key} lacks nothing.")


def show(workspace: Workspace, console: Console) -> None:
    """Every topic with what teaches it, and what is alike."""
    languages = workspace.settings.languages
    taught = taught_in(workspace)
    table = Table("Topic", *(f"Examples {each}" for each in languages), "Lacks")
    for facts in facts_of(taught, Desk.load(workspace.desk_file), languages):
        counts = (
            f"{facts.examples.get(each, 0)} + {facts.phrasings.get(each, 0)}" for each in languages
        )
        lacking = ", ".join(f"{what} {language}".strip() for what, language in facts.lacks)
        table.add_row(facts.topic, *counts, lacking)
    console.print(table)
    for topic, other, count in survey_of(taught).confused:
        console.print(f"{topic}: {count} examples look like {other}.")


def by_language(given: Sequence[str], option: str) -> dict[str, list[str]]:
    """What was written as LANGUAGE=TEXT, by language."""
    found: dict[str, list[str]] = {}
    for each in given:
        language, equals, text = each.partition("=")
        if not equals or not text.strip():
            raise TopicError(f'{option} {each}: write {option} es="…".')
        found.setdefault(language, []).append(text.strip())
    return found


def first_of(found: dict[str, list[str]]) -> dict[str, str]:
    """One text for each language."""
    return {language: texts[0] for language, texts in found.items()}


def known_languages(workspace: Workspace, *found: Iterable[str]) -> None:
    """Raises TopicError for a language that the company does not have."""
    languages = workspace.settings.languages
    for language in {each for some in found for each in some}:
        if language not in languages:
            raise TopicError(f"{language!r} is no language of the company: {', '.join(languages)}.")


def _author() -> Author:
    user = getpass.getuser()
    return Author(user, f"{user}@{socket.gethostname()}")
