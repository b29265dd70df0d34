"""All mistakes of a company: in its desk, articles, texts, configuration and training data."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from actions.company_file import CompanyFileError, line_in
from actions.synonyms import read_synonyms
from actions.workspace import Workspace
from bot.gateway.secret_words import SecretWords
from bot.gateway.texts import Texts as GatewayTexts
from bot.supervisor.app.data_check import lessons
from bot.supervisor.app.data_check.alarms import alarm_lessons
from bot.supervisor.app.data_check.data_file import data_files, misnamed, read
from bot.supervisor.app.data_check.entry import (
    Example,
    Vocabulary,
    examples_in,
    intents_of_rules,
    problems_in,
)
from bot.supervisor.app.data_check.pattern import broken_patterns, unknown_names
from bot.supervisor.app.data_check.problem import Problem, problems_of
from kb_index.library import Library, read_library

if TYPE_CHECKING:
    from actions.tickets import Desk

NO_HELPDESK = "tickets are kept but nobody is told; name one under helpdesks in actions/desk.yml"


@dataclass(frozen=True, slots=True)
class CompanyFiles:
    """What people wrote, as far as it can be read, and what cannot."""

    workspace: Workspace
    documents: dict[Path, Any]
    unreadable: list[Problem]
    library: Library

    @classmethod
    def read(cls, workspace: Workspace) -> Self:
        """Domain, configuration, training data and articles."""
        documents: dict[Path, Any] = {}
        unreadable = misnamed(workspace.nlu_data)
        data = data_files(workspace.nlu_data)
        for file in (workspace.domain_file, workspace.config_file, *data):
            content, mistakes = read(file)
            unreadable += mistakes
            if content is not None:
                documents[file] = content
        languages = workspace.settings.languages
        library = read_library(workspace.articles, languages=languages)
        return cls(workspace, documents, unreadable, library)

    @property
    def domain(self) -> Any:
        """None where it cannot be read."""
        return self.documents.get(self.workspace.domain_file)

    @property
    def data(self) -> dict[Path, Any]:
        """The training data that can be read."""
        own = (self.workspace.domain_file, self.workspace.config_file)
        return {file: content for file, content in self.documents.items() if file not in own}

    def examples(self) -> list[Example]:
        """Every sentence that teaches an intent."""
        return [each for file, content in self.data.items() for each in examples_in(file, content)]


def problems(files: CompanyFiles) -> list[Problem]:
    """Everything that has to be corrected before the bot can learn and speak."""
    return [
        *_of_desk(files.workspace),
        *_of_fields(files.workspace),
        *_of_protocols(files),
        *_of_articles(files.library),
        *files.unreadable,
        *_of_synonyms(files.workspace),
        *(_of_texts(files.workspace) if files.domain else ()),
        *_of_gateway_texts(files.workspace),
        *_of_data(files),
    ]


def remarks(files: CompanyFiles) -> list[str]:
    """What is no mistake, but better known; the desk file must be readable."""
    from actions.tickets import Desk

    named = Desk.load(files.workspace.desk_file).helpdesks
    return [
        *([] if named else [f"No help desk: {NO_HELPDESK}."]),
        *_untold(files.workspace),
        *_without_form(files.workspace),
        *map(str, lessons.repetitions(files.examples())),
    ]


def _of_desk(workspace: Workspace) -> list[Problem]:
    from actions.tickets import Desk

    try:
        desk = Desk.load(workspace.desk_file)
    except Exception as error:  # the desk's own classes, whose sentences name file and line
        return problems_of(error, workspace.desk_file)
    return list(_of_routing(desk, workspace))


def _of_routing(desk: "Desk", workspace: Workspace) -> Iterator[Problem]:
    """Topics that have the same gap are told together, at the first."""
    from actions.tickets import gaps

    topics: dict[str, list[str]] = defaultdict(list)
    for gap in gaps(desk, workspace.settings.languages, start=datetime.now(UTC)):
        topics[str(gap)].append(gap.topic)
    for sentence, names in topics.items():
        where = ("topics", names[0], "team") if names[0] else ("fallback",)
        line = line_in(workspace.desk_file, where)
        named = ", ".join(name or "any other topic" for name in names)
        yield Problem(workspace.desk_file, line, f"{named} × {sentence}")


def _of_fields(workspace: Workspace) -> Iterator[Problem]:
    """What the ticket form asks: its topics, and its words in every language."""
    from actions.tickets import Desk, Fields

    file = workspace.fields_file
    try:
        fields = Fields.load(file)
    except CompanyFileError as error:
        yield from problems_of(error, file)
        return
    topics: Collection[str]
    try:
        topics = Desk.load(workspace.desk_file).topics
    except Exception:  # its mistakes are told at the desk file
        topics = fields.topics
    for where, sentence in fields.mistakes(topics, workspace.settings.languages):
        yield Problem(file, line_in(file, where), sentence)


def _of_protocols(files: CompanyFiles) -> Iterator[Problem]:
    """Its teams and texts, and whether the bot has examples of each kind to learn it from."""
    from actions.tickets import Desk, Protocols

    workspace, file = files.workspace, files.workspace.protocols_file
    try:
        protocols = Protocols.load(file)
    except CompanyFileError as error:
        yield from problems_of(error, file)
        return
    languages = workspace.settings.languages
    teams: Collection[str]
    try:
        teams = Desk.load(workspace.desk_file).teams
    except Exception:  # its mistakes are told at the desk file
        teams = {protocol.team for protocol in protocols.protocols.values()}
    for where, sentence in protocols.mistakes(teams, languages):
        yield Problem(file, line_in(file, where), sentence)
    taught = alarm_lessons(files.data, workspace.nlu_data)
    for kind in protocols.protocols:
        if lacking := [each for each in languages if (each, f"protocol_{kind}") not in taught]:
            there = " and ".join(f"nlu_data/nlu/{each}/protocol_{kind}.yml" for each in lacking)
            yield Problem(
                file,
                line_in(file, ("protocols", kind)),
                f"{kind}: no examples in {', '.join(lacking)}, so it is never noticed; write some "
                f"under `lookup: protocol_{kind}` in {there}.",
            )


def _gateway_texts(workspace: Workspace) -> GatewayTexts:
    return GatewayTexts.load(workspace.settings.languages, workspace.texts_file)


def _of_texts(workspace: Workspace) -> list[Problem]:
    from actions.texts import TextError, Texts

    try:
        Texts.of(workspace)
    except TextError as error:
        return problems_of(error, workspace.domain_file)
    return []


def _of_gateway_texts(workspace: Workspace) -> list[Problem]:
    problems: list[Problem] = []
    for file, read_file in (
        (workspace.texts_file, lambda: _gateway_texts(workspace)),
        (workspace.secret_words_file, lambda: SecretWords.load(workspace.secret_words_file)),
    ):
        try:
            read_file()
        except CompanyFileError as error:
            problems += problems_of(error, file)
    return problems


def _of_synonyms(workspace: Workspace) -> list[Problem]:
    try:
        read_synonyms(workspace.synonyms_folder, workspace.settings.languages)
    except CompanyFileError as error:
        return problems_of(error, workspace.synonyms_folder)
    return []


def _untold(workspace: Workspace) -> Iterator[str]:
    """Languages in which the gateway's own sentences are lacking."""
    texts = _gateway_texts(workspace)
    for language in workspace.settings.languages:
        if missing := texts.missing(language):
            yield (
                f"{workspace.texts_file}: {len(missing)} sentences of the chat's frame and the "
                f"help centre are in another language for {language!r}; write them here under "
                f"`texts:`, each name with `{language}:`. They are {', '.join(missing)}."
            )


def _without_form(workspace: Workspace) -> Iterator[str]:
    """Files that a company writes and that leads cannot change at the workbench."""
    from bot.console.company.kinds import without_form

    for file in without_form(workspace.root):
        yield (
            f"{workspace.root / file}: the workbench has no form for it, so only people who edit "
            "files can change it; `bot/console/company/kinds.py` names those it has."
        )


def _of_articles(library: Library) -> list[Problem]:
    return [
        Problem(each.file, each.line, f"{each.field}: {each.message}".removeprefix(": "))
        for each in library.problems
    ]


def _of_data(files: CompanyFiles) -> Iterator[Problem]:
    workspace, data, examples = files.workspace, files.data, files.examples()
    known = Vocabulary.of(files.domain)
    for file, content in data.items():
        yield from problems_in(file, content, known)
    yield from lessons.contradictions(examples)
    yield from lessons.contradicted_phrasings(workspace, files.library.articles, examples)
    yield from broken_patterns(data)
    # What an unreadable file would teach is not known.
    if set(data_files(workspace.nlu_data)) == set(data):
        yield from unknown_names(data)
        pressed = intents_of_rules(data.get(workspace.nlu_data / lessons.BUTTONS))
        yield from lessons.empty_acts(workspace, known.acts, pressed, examples)
