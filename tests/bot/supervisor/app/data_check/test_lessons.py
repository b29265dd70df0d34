import re
from pathlib import Path

import pytest

from actions.workspace import Workspace
from bot.supervisor.app.data_check.entry import Example
from bot.supervisor.app.data_check.lessons import (
    contradicted_phrasings,
    contradictions,
    empty_acts,
    repetitions,
)
from kb_index.library import read_library

NLU = Path("/company/nlu_data/nlu")


def example(intent: str, text: str, file: str, line: int = 1) -> Example:
    return Example(intent, text, NLU / file, line)


def test_a_sentence_cannot_teach_two_intents_in_whatever_files():
    greet = example("greet", "¡Hola!", "es/greet.yml", 7)
    [problem] = contradictions([greet, example("deny", "¡hola!", "es/z.yml", 5)])
    assert str(problem) == (
        "/company/nlu_data/nlu/es/z.yml, line 5: '¡hola!' teaches 'deny', and 'greet' in "
        "es/greet.yml, line 7; keep one of the two."
    )


def test_a_sentence_twice_in_a_language_is_told_and_in_two_languages_is_not():
    [problem] = repetitions(
        [
            example("affirm", "OK", "es/affirm.yml", 4),
            example("affirm", "ok", "en/affirm.yml"),
            example("affirm", " ok", "es/z.yml", 9),
        ]
    )
    assert str(problem) == (
        "/company/nlu_data/nlu/es/z.yml, line 9: ' ok' is in es/affirm.yml, line 4, too; "
        "delete one of the two."
    )


@pytest.fixture
def company(workspace) -> Workspace:
    return Workspace.load(workspace, {})


def test_an_act_without_an_example_in_a_language_is_never_understood_there(company):
    taught = [
        Example("ask/orders", "¿qué?", company.nlu_data / "nlu" / "es" / "orders.yml", 1),
        Example("deny", "no", company.nlu_data / "nlu" / "all.yml", 1),  # every language's
        Example("bye", "bye", company.nlu_data / "nlu" / "en" / "bye.yml", 1),
    ]
    acts = {"ask": 3, "deny": 4, "bye": 5, "skip": 6}
    [problem] = empty_acts(company, acts, pressed={"skip"}, examples=taught)
    assert str(problem) == (
        f"{company.domain_file}, line 5: act 'bye' has no example in es; write some in "
        "nlu_data/nlu/es/bye.yml."
    )


@pytest.mark.parametrize(
    ("intent", "contradicts"),
    [
        ("ask/orders", True),  # another topic
        ("out_of_scope", True),  # which no article answers
        ("ask/general", False),  # the article's own
        ("complain/general", False),  # with another act
        ("complain", False),  # an act that leaves the topic open
    ],
)
def test_an_example_must_not_contradict_a_phrasing(company, intent, contradicts):
    articles = read_library(company.articles, languages=["es"]).articles
    told = example(intent, "¿CÓMO funciona este  chat?", "es/extra.yml", 5)
    found = list(contradicted_phrasings(company, articles, [told]))
    assert len(found) == contradicts
    for problem in found:
        assert re.fullmatch(
            rf"{company.articles}/es/assistant-what\.md, line \d+: '¿cómo funciona este chat\?' "
            rf"asks for the topic 'general', and teaches '{intent}' in es/extra\.yml, line 5; "
            r"keep one of the two\.",
            str(problem),
        )


def test_a_draft_teaches_nothing_to_be_contradicted(company):
    articles = read_library(company.articles, languages=["es"]).articles
    draft = next(article for article in articles if article.status == "draft")
    told = example("ask/orders", draft.phrasings[0], "es/extra.yml")
    assert list(contradicted_phrasings(company, articles, [told])) == []
