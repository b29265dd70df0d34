import re
from pathlib import Path

import pytest

from actions.workspace import REPOSITORY, Workspace
from bot.supervisor.app.data_check import CompanyFiles, problems, remarks
from bot.supervisor.app.steps import STEPS

EXAMPLES = 'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n'


def written(root: Path) -> CompanyFiles:
    return CompanyFiles.read(Workspace.load(root, {}))


@pytest.fixture
def found(workspace):
    """Breaks a file of a good workspace and returns the problems as text."""

    def after(file: str, text: str) -> list[str]:
        (workspace / file).write_text(text, "utf-8")
        mistakes = problems(written(workspace))
        return [str(problem).removeprefix(f"{workspace}/") for problem in mistakes]

    return after


def test_a_new_workspace_has_no_mistakes(workspace):
    assert problems(written(workspace)) == []


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


def test_a_topic_that_nobody_gets_in_a_language_is_named_with_its_line(found, workspace):
    desk = (workspace / "actions/desk.yml").read_text("utf-8")
    narrow = desk.replace(
        "    solution: 3 days\n", "    solution: 3 days\n    languages: [en]\n", 1
    )
    line = narrow.splitlines().index(
        next(line for line in narrow.splitlines() if "general:" in line)
    )
    [problem] = found("actions/desk.yml", narrow)
    assert problem.startswith(
        f"actions/desk.yml, line {line + 1}: general, any other topic × es × "
        "urgent, high, normal, low × at any hour: nobody gets it (care speaks en). Give"
    )


def test_a_protocol_without_team_text_or_examples_is_named_with_its_line(found, workspace):
    protocols = (workspace / "actions/protocols.yml").read_text("utf-8")
    protocols = protocols.replace("    team: care\n", "    team: nobody\n", 1)
    protocols += "  recall:\n    team: care\n    priority: high\n    text: {pt: Deixe de o usar.}\n"
    problems = found("actions/protocols.yml", protocols)
    lines = protocols.splitlines()
    at, nobody = (lines.index(each) + 1 for each in ("  recall:", "    team: nobody"))
    assert problems == [
        f"actions/protocols.yml, line {nobody}: danger: 'nobody' is no team of actions/desk.yml; "
        "choose one of care.",
        f"actions/protocols.yml, line {at + 3}: recall: no text in es; a protocol is said word for "
        "word, so write one for each language.",
        f"actions/protocols.yml, line {at}: recall: no examples in es, so it is never noticed; "
        "write some under `lookup: protocol_recall` in nlu_data/nlu/es/protocol_recall.yml.",
    ]


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


def test_a_language_without_the_gateways_sentences_is_remarked(workspace):
    settings = workspace / "bot/settings.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("  - es\n", "  - es\n  - pt\n", 1), "utf-8"
    )
    own = workspace / "bot/texts.yml"
    own.write_text("format: 1\ntexts:\n  talk-to-a-person: {pt: Falar}\n", "utf-8")
    *_, remark = remarks(written(workspace))
    assert re.match(rf"{own}: \d+ sentences of the chat's frame .+ for 'pt'; write them", remark)
    assert "honest-line" in remark
    assert "talk-to-a-person" not in remark


def test_a_sentence_of_the_gateway_that_could_not_be_said_is_named(found):
    [problem] = found("bot/texts.yml", "format: 1\ntexts:\n  honest-line: {es: '{nombre}'}\n")
    assert "field texts.honest-line.es: {nombre} is never filled" in problem


def test_a_list_of_secret_words_that_is_none_is_named(found):
    [problem] = found("bot/secret_words.yml", "format: 1\nwords:\n  pt: {pasword: [senha]}\n")
    assert problem.startswith("bot/secret_words.yml, line 3")
    assert "words.pt.pasword" in problem


def test_a_domain_that_is_no_yaml_is_told_once(found):
    assert len(found("domain.yml", "responses: [")) == 1


def test_a_broken_article_is_named(found):
    [problem] = found("kb_index/articles/es/opening-hours.md", "no front matter")
    assert problem.startswith("kb_index/articles/es/opening-hours.md, line 1: ")


def test_an_act_without_an_example_in_a_language_is_named_with_its_line(found, workspace):
    [problem] = found("nlu_data/nlu/es/bye.yml", 'version: "3.1"\nnlu: []\n')
    assert re.fullmatch(
        r"domain\.yml, line \d+: act 'bye' has no example in es; write some in "
        r"nlu_data/nlu/es/bye\.yml\.",
        problem,
    )


def test_what_an_unreadable_file_teaches_is_not_missed(found):
    [problem] = found("nlu_data/nlu/es/bye.yml", "a: [")
    assert problem.startswith("nlu_data/nlu/es/bye.yml, line ")


def test_a_language_without_examples_is_told_for_every_act(found, workspace):
    settings = (workspace / "bot/settings.yml").read_text("utf-8")
    told = found("bot/settings.yml", settings.replace("  - es\n", "  - es\n  - pt\n", 1))
    acts = [each for each in told if "has no example in pt; write some in nlu_data/nlu/pt/" in each]
    assert len(acts) == 15


def test_what_examples_and_phrasings_teach_is_compared(found, workspace):
    article = (workspace / "kb_index/articles/es/assistant-what.md").read_text("utf-8")
    examples = (
        EXAMPLES.format(intent="ask/orders") + "      - ¿Cómo funciona este chat?\n      - hola\n"
    )
    about_hola, about_chat = found("nlu_data/nlu/es/z.yml", examples)
    assert "z.yml, line 6: 'hola' teaches 'ask/orders', and 'greet' in es/greet.yml" in about_hola
    assert "¿cómo funciona este chat?" in article
    assert about_chat.startswith("kb_index/articles/es/assistant-what.md, line ")


def test_a_sentence_twice_under_one_intent_is_remarked_and_no_mistake(found, workspace):
    assert found("nlu_data/nlu/es/z.yml", EXAMPLES.format(intent="greet") + "      - HOLA\n") == []
    *_, remark = remarks(written(workspace))
    assert "es/z.yml, line 5: 'HOLA' is in es/greet.yml, line " in remark


def test_a_variable_of_the_server_cannot_be_published(found, workspace):
    domain = (workspace / "domain.yml").read_text("utf-8")
    assert any("environment" in line for line in found("domain.yml", domain + "# ${HOME}\n"))


def test_a_desk_without_help_desk_is_remarked_and_no_mistake(workspace):
    [remark] = remarks(written(workspace))
    assert remark.startswith("No help desk: tickets are kept but nobody is told; name one under")
    assert remarks(written(REPOSITORY)) == []


def test_the_step_hands_the_remarks_to_the_supervisor(workspace):
    told = STEPS["check"](workspace, None, print).result["remarks"]
    assert told == remarks(written(workspace))


def test_what_the_form_asks_on_a_topic_nobody_has_or_without_words_is_named(found, workspace):
    fields = (workspace / "actions/fields.yml").read_text("utf-8")
    wrong = fields.replace("topics: {}", "topics: {refunds: [call_time]}")
    at = wrong.splitlines().index("topics: {refunds: [call_time]}") + 1
    [problem] = found("actions/fields.yml", wrong)
    assert problem.startswith(f"actions/fields.yml, line {at}: 'refunds' is no topic of actions/")
    [unsaid] = found("actions/fields.yml", fields.replace("es: Llamada", "pt: Chamada"))
    assert "call_time.title: no text in es" in unsaid
    [broken] = found("actions/fields.yml", fields.replace("kind: call_time", "kind: fax"))
    assert "field fields.call_time.kind" in broken
