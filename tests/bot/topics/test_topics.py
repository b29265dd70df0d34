"""A topic is begun as data alone, and says what it lacks; examples that clash are found."""

import pytest
from typer.testing import CliRunner

from actions.tickets import Desk
from actions.workspace import REPOSITORY, Workspace
from bot.command_line.program import app
from bot.commands.new_workspace import make
from bot.topics import (
    NewTopic,
    Taught,
    TopicError,
    edits_for,
    facts_of,
    more_examples,
    survey_of,
    taught_in,
)
from bot.topics.likeness import neighbours
from bot.topics.taught import lines_in
from bot.workspace_files import WorkspaceFiles
from bot.workspace_files.yaml_value import plain

EXAMPLES = sorted((REPOSITORY / "nlu_data" / "nlu").glob("*/*.yml"))
NAMES = {"es": "Tarjetas regalo", "en": "Gift cards"}


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    root = make(tmp_path / "company", name="Company", languages=("es", "en"), source="empty")
    return Workspace.load(root, environment={})


def taught(text, topic, language="es", act="ask", phrasing=False) -> Taught:
    return Taught(text, language, act, topic, f"nlu_data/nlu/{language}/{topic}.yml", phrasing)


def test_one_command_begins_a_topic_that_passes_every_check(workspace):
    outcome = CliRunner().invoke(
        app,
        [
            *("topics", "add", "gift_cards", "--team", "care", "--priority", "low"),
            *("--name", "es=Tarjetas regalo", "--name", "en=Gift cards"),
            *("--example", "es=¿vendéis tarjetas regalo?", "--example", "es=quiero: una tarjeta"),
            *("--first-answer", "2 h", "--solution", "3 days"),
            *(
                "--outcome",
                "es=Te decimos cuáles hay.",
                "--outcome",
                "en=We tell you which we have.",
            ),
            *("--workspace", str(workspace.root)),
        ],
    )
    assert outcome.exit_code == 0, outcome.output
    assert "fewer than 10 examples and phrasings in es" in outcome.output
    assert "no approved article in en" in outcome.output
    desk = Desk.load(workspace.desk_file)
    topic = desk.topics["gift_cards"]
    assert (topic.team, topic.priority, topic.name) == (("care",), "low", NAMES)
    assert topic.promise is not None and topic.promise.solution == 3
    assert desk.outcome_lines("gift_cards", "en") == ["We tell you which we have."]
    more = more_examples(WorkspaceFiles.of(workspace), "gift_cards", "es", ["¿hay bonos?"])
    assert more.text is not None
    assert more.text.endswith("      - quiero: una tarjeta\n      - ¿hay bonos?\n")
    examples = [each.text for each in taught_in(workspace) if each.topic == "gift_cards"]
    assert examples == ["¿vendéis tarjetas regalo?", "quiero: una tarjeta"]


def test_a_topic_without_any_example_yet_passes_the_check_too(workspace):
    outcome = CliRunner().invoke(
        app,
        [
            *("topics", "add", "repairs", "--team", "care", "--name", "es=Reparaciones"),
            *("--name", "en=Repairs", "--workspace", str(workspace.root)),
        ],
    )
    assert outcome.exit_code == 0, outcome.output
    again = CliRunner().invoke(
        app, ["topics", "missing", "repairs", "--workspace", str(workspace.root)]
    )
    assert "repairs: no approved article in es" in again.output


def test_a_team_that_is_not_there_writes_nothing(workspace):
    before = workspace.desk_file.read_bytes()
    outcome = CliRunner().invoke(
        app,
        [
            *("topics", "add", "repairs", "--team", "sales", "--name", "es=R", "--name", "en=R"),
            *("--workspace", str(workspace.root)),
        ],
    )
    assert outcome.exit_code == 1
    assert "'sales' is no team" in str(outcome.exception)
    assert workspace.desk_file.read_bytes() == before
    assert not (workspace.nlu_data / "nlu/es/repairs.yml").exists()


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        (NewTopic("Gift Cards", NAMES, "care"), "small letters"),
        (NewTopic("general", NAMES, "care"), "has a topic general already"),
        (NewTopic("gift_cards", NAMES, "care", first_answer="2 h"), "says both"),
    ],
)
def test_what_cannot_be_a_topic_is_told(workspace, topic, sentence):
    with pytest.raises(TopicError, match=sentence):
        edits_for(workspace, topic)


def test_the_comments_of_the_desk_file_stay(workspace):
    before = workspace.desk_file.read_text("utf-8")
    (desk, *_) = edits_for(workspace, NewTopic("gift_cards", NAMES, "care", priority="low"))
    added = [line for line in desk.text.splitlines() if line not in before.splitlines()]
    assert added == [
        "  gift_cards: {name: {es: Tarjetas regalo, en: Gift cards}, team: care, priority: low}"
    ]
    assert plain(desk.text)["topics"].keys() == {"general", "gift_cards"}


def test_the_survey_counts_and_finds_what_clashes(workspace):
    returns = [f"quiero devolver el pedido {number}" for number in range(12)]
    cards = [f"tarjeta regalo de {number} euros" for number in range(12)]
    sentences = [
        *(taught(text, "returns") for text in returns),
        *(taught(text, "cards") for text in cards),
        taught("tarjeta regalo de 99 euros", "returns"),
        taught(returns[0].upper(), "returns"),
        taught(cards[0], "stock", phrasing=True),
    ]
    survey, desk = survey_of(sentences), Desk.load(workspace.desk_file)
    facts = {each.topic: each for each in facts_of(sentences, desk, ("es", "en"))}
    assert (facts["returns"].examples["es"], facts["stock"].phrasings["es"]) == (14, 1)
    assert ("desk", "") in facts["returns"].lacks and ("examples", "en") in facts["returns"].lacks
    assert ("article", "es") in facts["cards"].lacks
    assert ("article", "es") not in facts["stock"].lacks
    assert [(a.text, b.text) for a, b in survey.duplicates] == [(returns[0], returns[0].upper())]
    assert [(a.topic, b.topic) for a, b in survey.conflicts] == [("cards", "stock")]
    assert [each.example.text for each in survey.outliers] == ["tarjeta regalo de 99 euros"]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_examples_are_read_as_yaml_reads_them(file):
    text = file.read_text("utf-8")
    assert list(lines_in(text)) == [
        (entry["intent"], line.removeprefix("- ").strip())
        for entry in plain(text)["nlu"]
        if "intent" in entry
        for line in entry["examples"].splitlines()
        if line.strip()
    ]


def test_topics_that_are_mixed_up_are_a_pair():
    texts = [f"{word} {number}" for word in ("abono", "factura") for number in range(8)]
    topics = ["refunds", "invoices"] * 8
    found = neighbours(texts, topics)
    assert len(found) == 16
    assert {each.topic for each in found} == {"refunds", "invoices"}
    assert neighbours(["una", "dos"], ["a", "b"]) == []
