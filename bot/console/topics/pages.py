"""The section of topics: the list, what stands in each other's way, a topic, a new one."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

from pydantic import Field

from actions.company_file import CompanyFileError
from actions.tickets import PRIORITIES, Desk
from actions.tickets.fields import Fields
from bot.console.addresses import HOME
from bot.console.changing import desk_of, files_of, save
from bot.console.company.labels import named
from bot.console.company.place import address_of
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import NO_FORM, WHOLE, Form, FormModel, read, wrong
from bot.console.route import GET, POST, Route
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to
from bot.reviewing.decisions import Decision, Decisions
from bot.topics import (
    NewTopic,
    Survey,
    Taught,
    TopicError,
    edits_for,
    facts_of,
    more_examples,
    survey_of,
    taught_in,
)
from bot.workspace_files import Mistake

TOPICS = f"{HOME}/topics"
SHOWN = 200
MESSAGE_ID = 64  # characters, as the database keeps it


class TopicForm(FormModel):
    """What a lead says of a new topic, but for its words by language."""

    key: Annotated[str, Field(max_length=60)]
    team: str
    priority: str = ""
    needs: list[str] = Field(default_factory=list)
    first_answer: str = ""
    solution: str = ""


def topics_page(console: Console, visit: Visit) -> Reply:
    """See every topic: what teaches it, what it lacks."""
    desk = _desk(console)
    languages = console.workspace.settings.languages
    return console.page(
        visit,
        "topics/list.html",
        title="topics-title",
        topics=[
            (each, desk.topic_name(each.topic, visit.language) or each.topic)
            for each in facts_of(taught_in(console.workspace), desk, languages)
        ],
        codes=languages,
    )


def survey_page(console: Console, visit: Visit) -> Reply:
    """See examples that stand in each other's way."""
    compared = "compared" in visit.query
    survey = _surveyed(tuple(taught_in(console.workspace)), compared)
    return console.page(
        visit,
        "topics/survey.html",
        title="topics-survey-title",
        survey=survey,
        compared=compared,
        file_address=_address,
    )


def topic_page(console: Console, visit: Visit) -> Reply:
    """See a topic: what it lacks, and where each part of it is edited."""
    return _topic_page(console, visit)


def _topic_page(console: Console, visit: Visit, form: Form = NO_FORM, status: int = 200) -> Reply:
    desk, key = _desk(console), visit.path["topic"]
    languages = console.workspace.settings.languages
    taught = [each for each in taught_in(console.workspace) if each.topic == key]
    facts = next((each for each in facts_of(taught, desk, languages) if each.topic == key), None)
    if facts is None:
        raise NotThere
    return console.page(
        visit,
        "topics/topic.html",
        title="topics-topic-title",
        form=form,
        status=status,
        facts=facts,
        name=desk.topic_name(key, visit.language) or key,
        codes=console.workspace.settings.languages,
        taught=taught[:SHOWN],
        desk_address=address_of("actions/desk.yml", ("topics", key)) if key in desk.topics else "",
        files=sorted({each.file for each in taught if not each.is_phrasing}),
        file_address=address_of,
        articles=sorted({each.file.rpartition("/")[2][:-3] for each in taught if each.is_phrasing}),
    )


def add_examples(console: Console, visit: Visit) -> Reply:
    """Teach a topic with more examples."""
    topic, form = visit.path["topic"], Form(visit.asked.fields)
    if topic not in _desk(console).topics:
        raise NotThere
    files = files_of(console)
    edits = [
        more_examples(files, topic, language, lines)
        for language in console.workspace.settings.languages
        if (lines := _lines(form.value(f"examples.{language}")))
    ]
    try:
        save(console, visit, edits, why=f"Add examples to topic {topic}")
    except WrongForm as refused:
        return _topic_page(console, visit, refused.form, status=refused.status)
    return goes_to(f"{TOPICS}/{topic}", said("company-saved"))


def new_topic_page(console: Console, visit: Visit) -> Reply:
    """Begin a topic."""
    return new_topic(console, visit)


def add_topic(console: Console, visit: Visit) -> Reply:
    """Write a topic: its line in the desk file and its examples."""
    try:
        topic = _sent(console, visit)
        edits = edits_for(console.workspace, topic)
        why, name_of = f"Add topic {topic.key}", _named(topic.key)
        change = save(console, visit, edits, why=why, name_of=name_of)
    except TopicError as error:
        told = wrong(visit, WHOLE, "company-mistake", sentence=str(error)).form
        return new_topic(console, visit, told, status=422)
    except WrongForm as refused:
        return new_topic(console, visit, refused.form, status=422)
    if message_id := Form(visit.asked.fields).value("message_id"):
        decision = Decision(message_id[:MESSAGE_ID], "taught", visit.account.name, change.id)
        Decisions(console.workspace.home).keep(decision)
        console.note(visit, "message.taught", decision.message_id)
        return goes_to(f"{HOME}/review", said("topics-added"))
    return goes_to(f"{TOPICS}/{topic.key}", said("topics-added"))


def _sent(console: Console, visit: Visit) -> NewTopic:
    sent, form = read(TopicForm, visit), Form(visit.asked.fields)
    names, examples, outcomes = {}, {}, {}
    for language in console.workspace.settings.languages:
        names[language] = form.value(f"name.{language}").strip()
        if not names[language]:
            raise wrong(visit, f"name.{language}", "form-missing")
        examples[language] = _lines(form.value(f"examples.{language}"))
        if lines := _lines(form.value(f"outcomes.{language}")):
            outcomes[language] = lines
    return NewTopic(
        key=sent.key,
        names=names,
        team=sent.team,
        examples=examples,
        priority=sent.priority,
        needs=sent.needs,
        first_answer=sent.first_answer,
        solution=sent.solution,
        outcomes=outcomes,
    )


def _named(key: str) -> Callable[[Mistake, str], str]:
    """What the form calls a field of the desk file or of the examples."""

    def name(mistake: Mistake, field: str) -> str:
        inside = field.removeprefix(f"topics.{key}.").removeprefix("promise.")
        return "team" if inside == field and mistake.file.startswith("actions/") else inside

    return name


def new_topic(console: Console, visit: Visit, form: Form = NO_FORM, status: int = 200) -> Reply:
    """The form of a new topic; with `message_id`, begun from that message of the review."""
    desk = _desk(console)
    return console.page(
        visit,
        "topics/new.html",
        title="topics-new-title",
        form=form,
        status=status,
        teams=[(slug, desk.team_name(slug, visit.language)) for slug in desk.teams],
        priorities=[("", "—"), *named(visit.language, PRIORITIES)],
        details=_details(console, visit.language),
        codes=console.workspace.settings.languages,
    )


def _details(console: Console, language: str) -> list[tuple[str, str]]:
    """What the form can ask."""
    try:
        fields = Fields.load(console.workspace.fields_file).fields
    except CompanyFileError:
        return []  # told where that file is edited
    return [(name, field.titled(language)) for name, field in fields.items()]


@lru_cache(maxsize=4)
def _surveyed(taught: tuple[Taught, ...], compared: bool) -> Survey:
    """Comparing takes some seconds, and what it says changes only with the files."""
    return survey_of(taught, compared=compared)


def _desk(console: Console) -> Desk:
    return desk_of(console)


def _address(taught: Taught) -> str:
    if taught.is_phrasing:
        return f"{HOME}/articles/{taught.file.rpartition('/')[2].removesuffix('.md')}"
    return address_of(taught.file)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


ROUTES = (
    Route(GET, TOPICS, topics_page, role="lead", section="topics", in_menu=True),
    Route(GET, f"{TOPICS}-survey", survey_page, role="lead", section="topics"),
    Route(GET, f"{TOPICS}-new", new_topic_page, role="lead", section="topics"),
    Route(POST, f"{TOPICS}-new", add_topic, role="lead", section="topics"),
    Route(GET, f"{TOPICS}/{{topic}}", topic_page, role="lead", section="topics"),
    Route(POST, f"{TOPICS}/{{topic}}/examples", add_examples, role="lead", section="topics"),
)
