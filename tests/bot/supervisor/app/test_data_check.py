import re

import pytest

from actions.workspace import REPOSITORY, Workspace
from bot.supervisor.app.data_check import problems, remarks
from bot.supervisor.app.steps import STEPS

EXAMPLES = 'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n'


@pytest.fixture
def found(workspace):
    """Breaks a file of a good workspace and returns the problems as text."""

    def after(file: str, text: str) -> list[str]:
        (workspace / file).write_text(text, "utf-8")
        mistakes = problems(Workspace.load(workspace, {}))
        return [str(problem).removeprefix(f"{workspace}/") for problem in mistakes]

    return after


def test_a_new_workspace_has_no_mistakes(workspace):
    assert problems(Workspace.load(workspace, {})) == []


def test_broken_yaml_is_named_with_its_line(found):
    [problem] = found("nlu_data/nlu/es/ask.yml", "version: '3.1'\nnlu:\n  - intent: [ask\n")
    assert problem.startswith("nlu_data/nlu/es/ask.yml, line 4: ")


def test_every_broken_file_is_named_not_only_the_first(found, workspace):
    (workspace / "nlu_data/nlu/es/bye.yml").write_text("a: [", "utf-8")
    broken = found("nlu_data/nlu/es/greet.yml", "b: {")
    assert [line.split(",")[0] for line in broken] == [
        "nlu_data/nlu/es/bye.yml",
        "nlu_data/nlu/es/greet.yml",
    ]


def test_a_broken_desk_is_named_with_line_and_field(found, workspace):
    desk = (workspace / "actions/desk.yml").read_text("utf-8")
    [problem] = found("actions/desk.yml", desk.replace("fallback: care", "fallback: nobody"))
    assert problem.startswith("actions/desk.yml, line ")
    assert "'nobody' is no team" in problem


def test_texts_that_could_not_be_said_are_named_with_line_and_response(found, workspace):
    domain = (workspace / "domain.yml").read_text("utf-8")
    greeting = "Soy el asistente automático de {company}"
    assert greeting in domain
    broken = domain.replace(greeting, "Soy el asistente de {empresa}").replace("{team}", "{equipo}")
    problems = found("domain.yml", broken)
    assert len(problems) > 2
    assert all(re.match(r"domain\.yml, line \d+: responses\.utter_", each) for each in problems)
    assert "{empresa} in language 'es' is never filled; {company} can be." in problems[0]


def test_a_language_without_texts_is_told_for_every_response(found, workspace):
    settings = (workspace / "bot/settings.yml").read_text("utf-8")
    problems = found("bot/settings.yml", settings.replace("  - es\n", "  - es\n  - pt\n", 1))
    texts = [each for each in problems if "no text for language 'pt'" in each]
    assert len(texts) == len(set(texts)) > 30


def test_a_domain_that_is_no_yaml_is_told_once(found):
    assert len(found("domain.yml", "responses: [")) == 1


def test_a_broken_article_is_named(found):
    [problem] = found("kb_index/articles/es/opening-hours.md", "no front matter")
    assert problem.startswith("kb_index/articles/es/opening-hours.md, line 1: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            EXAMPLES.format(intent="asks") + "      - algo nuevo\n",
            "line 3: intent 'asks' is not in domain",
        ),
        (EXAMPLES.format(intent="ask"), "line 3: has no examples"),
        (EXAMPLES.format(intent="ask") + "      hola\n", "line 5: an example begins with `- `"),
        ('version: "3.1"\nnlus: []\n', "line 2: 'nlus' is not one of version, nlu"),
        ('version: "3.1"\nnlu:\n  - examples: x\n', "line 3: an entry names one of intent"),
    ],
)
def test_mistakes_in_examples_have_a_line(found, text, expected):
    [problem] = found("nlu_data/nlu/es/extra.yml", text)
    assert expected in problem


def test_a_sentence_cannot_teach_two_intents(found):
    same = EXAMPLES.format(intent="deny") + "      - ¡Hola!\n"
    (problem,) = (
        line
        for line in found("nlu_data/nlu/es/z.yml", same.replace("¡Hola!", "hola"))
        if "teaches" in line
    )
    assert "z.yml, line 5: 'hola' teaches 'deny', and 'greet' in greet.yml, line " in problem


def test_a_variable_of_the_server_cannot_be_published(found, workspace):
    domain = (workspace / "domain.yml").read_text("utf-8")
    assert any("environment" in line for line in found("domain.yml", domain + "# ${HOME}\n"))


def test_a_desk_without_help_desk_is_remarked_and_no_mistake(workspace):
    [remark] = remarks(Workspace.load(workspace, {}))
    assert remark.startswith("No help desk: tickets are kept but nobody is told; name one under")
    assert remarks(Workspace.load(REPOSITORY, {})) == []


def test_the_step_hands_the_remarks_to_the_supervisor(workspace):
    loaded = Workspace.load(workspace, {})
    assert STEPS["check"](workspace, None, print).result["remarks"] == remarks(loaded)
